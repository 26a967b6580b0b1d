#include "site/submissions.hpp"

#include "auth/throttle.hpp"
#include "core/spoken_time.hpp"
#include "desk/submit.hpp"
#include "site/customer_form.hpp"
#include "site/problems.hpp"
#include "site/submission_form.hpp"

#include <utility>

namespace heard::site {

namespace {

/// How long this address has to wait; nothing if it need not. Counts the attempt.
std::optional<std::chrono::seconds> wait_of(Site& site, const std::string& address)
{
    if (site.parts.submissions_per_hour_per_address <= 0)
        return std::nullopt;
    const auto key = auth::address_group(address);
    const auto now = site.parts.clock.now();
    if (site.submissions_by_address.allow(key, now))
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(site.submissions_by_address.wait(key, now));
}

http::Response give_back(Site& site, const desk::House& house, FormPage page, core::Problem problem)
{
    const auto status = status_of(problem.kind);
    page.problems = {std::move(problem)};
    return form_response(site, house, status, page);
}

http::Response ask_to_wait(Site& site, const desk::House& house, FormPage page,
                           std::chrono::seconds wait)
{
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait);
    auto response = give_back(site, house, std::move(page),
                              {core::ProblemKind::too_many,
                               "problem.too_many_at_once",
                               "",
                               {{"wait", core::span_in_words(house.words, minutes)}}});
    response.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return response;
}

} // namespace

http::Awaitable<http::Response> post_submission(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    auto form = read_submission(*house, request, site.parts.clock.now(), site.parts.entropy);
    if (form.refused)
        co_return form_response(site, *house, form.refused, form.page);
    if (const auto wait = wait_of(site, request.address))
        co_return ask_to_wait(site, *house, std::move(form.page), *wait);

    auto verb = [house, said = std::move(form.said)](storage::Transaction& tx) {
        return desk::submit(tx, *house, said);
    };
    auto receipt = co_await site.parts.store.write(std::move(verb));
    if (!receipt)
        co_return give_back(site, *house, std::move(form.page), std::move(receipt.error()));
    co_return http::see_other("/t/" + receipt->status_token);
}

} // namespace heard::site
