#include "site/status.hpp"

#include "desk/customer.hpp"
#include "site/customer_turns.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/status_link.hpp"
#include "site/status_page.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::site {

namespace {

/// The page as it is now, with the message form filled in. 404 or 410 for a link that leads
/// nowhere.
http::Awaitable<http::Response> show(Site& site, Tongue reader, std::string token, int status,
                                     MessageForm form)
{
    auto asking = reader;
    auto thread = co_await look_behind(site, std::move(asking), std::move(token));
    if (!thread)
        co_return dead_link(site, reader, std::move(thread.error()), form.text);
    const auto tongue = tongue_about(std::move(reader), thread->said.language);
    auto response = http::page(status, status_page(tongue, *thread, site.parts.clock.now(), form));
    add_language(response, tongue);
    if (status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    co_return kept_secret(std::move(response));
}

/// Back to the page after a verb, or the page at once with what is wrong and the words.
http::Awaitable<http::Response> answer(Site& site, Tongue reader, std::string token,
                                       std::expected<desk::Done, core::Problem> result,
                                       MessageForm form)
{
    if (result)
        co_return http::see_other("/t/" + token + reader.query());
    const auto status = status_of(result.error().kind);
    form.problems = {std::move(result.error())};
    auto page = show(site, std::move(reader), std::move(token), status, std::move(form));
    co_return co_await std::move(page);
}

/// The page with the words, which are as welcome in a while.
http::Awaitable<http::Response> ask_to_wait(Site& site, Tongue reader, std::string token,
                                            MessageForm form, std::chrono::seconds wait)
{
    form.problems = {too_many_at_once(wait)};
    auto page = show(site, std::move(reader), std::move(token), 429, std::move(form));
    auto response = co_await std::move(page);
    if (response.status == 429)
        add_retry_after(response, wait);
    co_return response;
}

} // namespace

http::Awaitable<http::Response> get_status(Site& site, http::Request request)
{
    MessageForm form;
    form.photos_not_kept = http::query_value(request.query, "photos") == "not-kept";
    return show(site, tongue_of(site.parts.house(), request), token_of(request), 200,
                std::move(form));
}

http::Awaitable<http::Response> post_message(Site& site, http::Request request)
{
    auto reader = tongue_of(site.parts.house(), request);
    auto token = token_of(request);
    const auto sent = form_of(request);
    MessageForm form{.text = std::string{sent.get("text")}, .posted = true};
    if (auto fault = fault_in(sent)) {
        form.problems = {std::move(fault->problem)};
        auto page = show(site, std::move(reader), std::move(token), fault->status, std::move(form));
        co_return co_await std::move(page);
    }
    if (const auto wait = wait_to_add(site, request.address, token)) {
        auto page = ask_to_wait(site, std::move(reader), std::move(token), std::move(form), *wait);
        co_return co_await std::move(page);
    }

    auto verb = [house = reader.whole, token, text = text::tidied(form.text)](
                    storage::Transaction& tx) { return desk::say_more(tx, *house, token, text); };
    auto result = co_await site.parts.store.write(std::move(verb));
    auto page =
        answer(site, std::move(reader), std::move(token), std::move(result), std::move(form));
    co_return co_await std::move(page);
}

http::Awaitable<http::Response> post_verdict(Site& site, http::Request request)
{
    auto reader = tongue_of(site.parts.house(), request);
    auto token = token_of(request);
    const auto sent = form_of(request);
    MessageForm form{.text = std::string{sent.get("text")}, .posted = true};
    auto fault = fault_in(sent);
    const auto said = sent.get("settled");
    if (!fault && said != "yes" && said != "no")
        fault = fault_of({core::ProblemKind::invalid, "fault.verdict", ""});
    if (fault) {
        form.problems = {std::move(fault->problem)};
        auto page = show(site, std::move(reader), std::move(token), fault->status, std::move(form));
        co_return co_await std::move(page);
    }
    if (const auto wait = wait_to_add(site, request.address, token)) {
        auto page = ask_to_wait(site, std::move(reader), std::move(token), std::move(form), *wait);
        co_return co_await std::move(page);
    }

    auto verb = [house = reader.whole, token, settled = said == "yes",
                 text = text::tidied(form.text)](storage::Transaction& tx) {
        return desk::give_verdict(tx, *house, token, settled, text);
    };
    auto result = co_await site.parts.store.write(std::move(verb));
    auto page =
        answer(site, std::move(reader), std::move(token), std::move(result), std::move(form));
    co_return co_await std::move(page);
}

} // namespace heard::site
