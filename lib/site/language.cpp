#include "site/language.hpp"

#include "http/accept_language.hpp"

#include <utility>

namespace heard::site {

namespace {

std::string_view asked_for(const http::Request& request, const desk::House& house)
{
    if (request.query.empty())
        return {};
    const auto range = http::query_value(request.query, "lang");
    return range ? http::look_up_language(*range, house.languages) : std::string_view{};
}

text::Data link_to(const std::string& language, const desk::House& house)
{
    const auto words = text::Words::of(language);
    text::Data link;
    link.set("tag", language);
    link.set("dir", std::string{words.direction()});
    link.set("name", words.say("language.name"));
    link.set("is_current", language == house.words.language());
    return link;
}

} // namespace

std::string Tongue::query() const
{
    return by == By::query ? "?lang=" + language : "";
}

Tongue tongue_of(std::shared_ptr<const desk::House> house, const http::Request& request)
{
    if (const auto asked = asked_for(request, *house); !asked.empty())
        return {std::move(house), std::string{asked}, Tongue::By::query};
    const auto accepted =
        http::accepted_language(request.header("Accept-Language"), house->languages);
    const auto language = accepted.empty() ? house->words.language() : std::string{accepted};
    return {std::move(house), language, Tongue::By::header};
}

Tongue tongue_about(Tongue reader, const std::string& ticket_language)
{
    if (reader.by == Tongue::By::query)
        return reader;
    return {std::move(reader.whole), ticket_language, Tongue::By::ticket};
}

void add_language(http::Response& response, const desk::House& house)
{
    response.headers.push_back({"Content-Language", house.words.language()});
}

void add_vary(http::Response& response, const Tongue& tongue)
{
    if (tongue.by == Tongue::By::header)
        response.headers.push_back({"Vary", "Accept-Language"});
}

void add_language(http::Response& response, const Tongue& tongue)
{
    add_language(response, tongue.house());
    add_vary(response, tongue);
}

void add_language_links(text::Data& data, const desk::House& house)
{
    if (house.languages.size() < 2)
        return;
    text::DataList links;
    for (const auto& language : house.languages)
        links.push_back(link_to(language, house));
    data.set("has_languages", true);
    data.set("languages", text::Data{std::move(links)});
}

} // namespace heard::site
