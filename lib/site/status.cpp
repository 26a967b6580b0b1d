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

/// A page behind a secret link is for nobody's index.
http::Response kept_secret(http::Response response)
{
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    return response;
}

/// Words that came with it move into the plain form, where they can still be sent.
http::Response wrong_link(Site& site, const Tongue& reader, const MessageForm& form)
{
    if (form.text.empty()) {
        auto page =
            problem_page(reader.house(), {core::ProblemKind::not_found, "problem.wrong_link", ""});
        add_vary(page, reader);
        return kept_secret(std::move(page));
    }
    const FormPage plain{
        .fields = {.wishes = form.text, .form_token = fresh_form_token(site, *reader.whole)},
        .notice = "form.unreadable_link",
        .posted = true};
    return form_response(site, reader, 404, plain);
}

std::string token_of(const http::Request& request)
{
    return std::string{request.param("token")};
}

/// The page as it is now, with the message form filled in. 404 for a wrong link.
http::Awaitable<http::Response> show(Site& site, Tongue reader, std::string token, int status,
                                     MessageForm form)
{
    auto look = [house = reader.whole,
                 token](storage::Transaction& tx) -> std::optional<desk::Thread> {
        const auto ticket = desk::find_by_status_token(tx, *house, token);
        if (!ticket)
            return std::nullopt;
        return desk::thread_of(tx, *ticket);
    };
    const auto thread = co_await site.parts.store.read(std::move(look));
    if (!thread)
        co_return wrong_link(site, reader, form);
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
    const auto said = sent.get("settled");
    MessageForm form{.posted = true};
    if (said != "yes" && said != "no") {
        form.problems = {{core::ProblemKind::invalid, "fault.verdict", ""}};
        auto page = show(site, std::move(reader), std::move(token), 422, std::move(form));
        co_return co_await std::move(page);
    }
    if (const auto wait = wait_to_add(site, request.address, token)) {
        auto page = ask_to_wait(site, std::move(reader), std::move(token), std::move(form), *wait);
        co_return co_await std::move(page);
    }

    auto verb = [house = reader.whole, token, settled = said == "yes"](storage::Transaction& tx) {
        return desk::give_verdict(tx, *house, token, settled);
    };
    auto result = co_await site.parts.store.write(std::move(verb));
    auto page =
        answer(site, std::move(reader), std::move(token), std::move(result), std::move(form));
    co_return co_await std::move(page);
}

} // namespace heard::site
