// In which language a page for customers speaks, and how the page says so.
// Staff and owner read the house's own language, and letters have that of their ticket: neither is
// decided here.
#pragma once

#include "desk/house.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "text/template.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace heard::site {

/// A house, and the language that it speaks to one reader. Owns the house: may be kept while a
/// request waits.
struct Tongue
{
    enum class By {
        query,  ///< The reader said `?lang=de`: links and forms of the page keep it.
        header, ///< What the browser accepts, or for want of it the house's own.
        ticket, ///< In which the customer wrote.
    };

    std::shared_ptr<const desk::House> whole; ///< For the desk: it finds each language itself.
    std::string language;
    By by = By::header;

    const desk::House& house() const { return whole->speaking(language); }
    /// `?lang=de` if the reader asked for it, else nothing.
    std::string query() const;
};

/// For whoever asks: by `?lang`, by Accept-Language, or the house's own language.
Tongue tongue_of(std::shared_ptr<const desk::House> house, const http::Request& request);
/// For a page about a ticket: in the ticket's language, unless the reader asked for another.
Tongue tongue_about(Tongue reader, const std::string& ticket_language);

/// `Content-Language`.
void add_language(http::Response& response, const desk::House& house);
/// For the caches on the way: another browser may get another page, if the browser decided.
void add_vary(http::Response& response, const Tongue& tongue);
/// Both.
void add_language(http::Response& response, const Tongue& tongue);

/// Data for web/pages/_languages.html: every language in its own words. Nothing in a house that
/// speaks only one.
void add_language_links(text::Data& data, const desk::House& house);

} // namespace heard::site
