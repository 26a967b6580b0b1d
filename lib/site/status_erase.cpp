#include "site/status_erase.hpp"

#include "desk/erase.hpp"
#include "site/faults.hpp"
#include "site/frame.hpp"
#include "site/problems.hpp"
#include "site/status_link.hpp"
#include "text/template.hpp"

#include <utility>

namespace heard::site {

namespace {

http::Response question(const Tongue& tongue, const desk::Thread& thread)
{
    const auto& house = tongue.house();
    auto data = frame_of(house, house.words.say("erase.title"));
    data.set("status_path", "/t/" + house.status_token(thread.ticket));
    data.set("query", tongue.query());
    data.set("waits", thread.open_promise() != nullptr);
    auto response = http::page(200, text::render("pages/erase.html", house.words, data));
    add_language(response, tongue);
    return kept_secret(std::move(response));
}

http::Response back_to_ticket(const Tongue& reader, const std::string& token)
{
    return http::see_other("/t/" + token + reader.query());
}

http::Awaitable<http::Response> ask(Site& site, Tongue reader, std::string token)
{
    auto asking = reader;
    auto key = token;
    auto found = co_await look_behind(site, std::move(asking), std::move(key));
    if (!found)
        co_return dead_link(site, reader, std::move(found.error()));
    if (!found->has_their_words())
        co_return back_to_ticket(reader, token);
    const auto tongue = tongue_about(std::move(reader), found->said.language);
    co_return question(tongue, *found);
}

} // namespace

http::Awaitable<http::Response> get_erase(Site& site, http::Request request)
{
    return ask(site, tongue_of(site.parts.house(), request), token_of(request));
}

http::Awaitable<http::Response> post_erase(Site& site, http::Request request)
{
    auto reader = tongue_of(site.parts.house(), request);
    auto token = token_of(request);
    if (form_of(request).get("sure") != "yes") {
        auto page = ask(site, std::move(reader), std::move(token));
        co_return co_await std::move(page);
    }
    auto verb = [house = reader.whole, token](storage::Transaction& tx) {
        return desk::erase_words(tx, *house, token);
    };
    auto result = co_await site.parts.store.write(std::move(verb));
    if (result)
        co_return back_to_ticket(reader, token);
    const auto kind = result.error().kind;
    if (kind == core::ProblemKind::not_found || kind == core::ProblemKind::gone)
        co_return dead_link(site, reader, std::move(result.error()));
    co_return problem_page(reader.house(), result.error());
}

} // namespace heard::site
