#include "site/status.hpp"

#include "desk/customer.hpp"
#include "desk/thread.hpp"
#include "site/customer_form.hpp"
#include "site/customer_turns.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/status_page.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::site {

namespace {

using HousePointer = std::shared_ptr<const desk::House>;

/// A page behind a secret link is for nobody's index.
http::Response kept_secret(http::Response response)
{
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    return response;
}

/// Words that came with it move into the plain form, where they can still be sent.
http::Response wrong_link(Site& site, const desk::House& house, const MessageForm& form)
{
    if (form.text.empty())
        return kept_secret(
            problem_page(house, {core::ProblemKind::not_found, "problem.wrong_link", ""}));
    const FormPage plain{
        .fields = {.wishes = form.text, .form_token = fresh_form_token(site, house)},
        .notice = "form.unreadable_link"};
    return form_response(site, house, 404, plain);
}

std::string token_of(const http::Request& request)
{
    return std::string{request.param("token")};
}

/// The page as it is now, with the message form filled in. 404 for a wrong link.
http::Awaitable<http::Response> show(Site& site, HousePointer house, std::string token, int status,
                                     MessageForm form)
{
    auto look = [house, token](storage::Transaction& tx) -> std::optional<desk::Thread> {
        const auto ticket = desk::find_by_status_token(tx, *house, token);
        if (!ticket)
            return std::nullopt;
        return desk::thread_of(tx, *ticket);
    };
    const auto thread = co_await site.parts.store.read(std::move(look));
    if (!thread)
        co_return wrong_link(site, *house, form);
    auto response = http::page(status, status_page(*house, *thread, site.parts.clock.now(), form));
    if (status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    co_return kept_secret(std::move(response));
}

/// Back to the page after a verb, or the page at once with what is wrong and the words.
http::Awaitable<http::Response> answer(Site& site, HousePointer house, std::string token,
                                       std::expected<desk::Done, core::Problem> result,
                                       MessageForm form)
{
    if (result)
        co_return http::see_other("/t/" + token);
    const auto status = status_of(result.error().kind);
    form.problems = {std::move(result.error())};
    auto page = show(site, std::move(house), std::move(token), status, std::move(form));
    co_return co_await std::move(page);
}

/// The page with the words, which are as welcome in a while.
http::Awaitable<http::Response> ask_to_wait(Site& site, HousePointer house, std::string token,
                                            MessageForm form, std::chrono::seconds wait)
{
    form.problems = {too_many_at_once(*house, wait)};
    auto page = show(site, std::move(house), std::move(token), 429, std::move(form));
    auto response = co_await std::move(page);
    if (response.status == 429)
        add_retry_after(response, wait);
    co_return response;
}

} // namespace

http::Awaitable<http::Response> get_status(Site& site, http::Request request)
{
    return show(site, site.parts.house(), token_of(request), 200, {});
}

http::Awaitable<http::Response> post_message(Site& site, http::Request request)
{
    auto house = site.parts.house();
    auto token = token_of(request);
    const auto sent = form_of(request);
    MessageForm form{.text = std::string{sent.get("text")}, .problems = {}};
    if (auto fault = fault_in(sent)) {
        form.problems = {std::move(fault->problem)};
        auto page = show(site, std::move(house), std::move(token), fault->status, std::move(form));
        co_return co_await std::move(page);
    }
    if (const auto wait = wait_to_add(site, request.address, token)) {
        auto page = ask_to_wait(site, std::move(house), std::move(token), std::move(form), *wait);
        co_return co_await std::move(page);
    }

    auto verb = [house, token, text = text::tidied(form.text)](storage::Transaction& tx) {
        return desk::say_more(tx, *house, token, text);
    };
    auto result = co_await site.parts.store.write(std::move(verb));
    auto page =
        answer(site, std::move(house), std::move(token), std::move(result), std::move(form));
    co_return co_await std::move(page);
}

http::Awaitable<http::Response> post_verdict(Site& site, http::Request request)
{
    auto house = site.parts.house();
    auto token = token_of(request);
    const auto sent = form_of(request);
    const auto said = sent.get("settled");
    if (said != "yes" && said != "no") {
        MessageForm form{.text = {},
                         .problems = {{core::ProblemKind::invalid, "fault.verdict", ""}}};
        auto page = show(site, std::move(house), std::move(token), 422, std::move(form));
        co_return co_await std::move(page);
    }
    if (const auto wait = wait_to_add(site, request.address, token)) {
        auto page = ask_to_wait(site, std::move(house), std::move(token), {}, *wait);
        co_return co_await std::move(page);
    }

    auto verb = [house, token, settled = said == "yes"](storage::Transaction& tx) {
        return desk::give_verdict(tx, *house, token, settled);
    };
    auto result = co_await site.parts.store.write(std::move(verb));
    auto page = answer(site, std::move(house), std::move(token), std::move(result), {});
    co_return co_await std::move(page);
}

} // namespace heard::site
