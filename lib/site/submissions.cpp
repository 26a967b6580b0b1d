#include "site/submissions.hpp"

#include "desk/submit.hpp"
#include "site/customer_form.hpp"
#include "site/customer_turns.hpp"
#include "site/problems.hpp"
#include "site/submission_form.hpp"

#include <utility>

namespace heard::site {

namespace {

http::Response give_back(Site& site, const Tongue& tongue, FormPage page, core::Problem problem)
{
    const auto status = status_of(problem.kind);
    page.problems = {std::move(problem)};
    return form_response(site, tongue, status, page);
}

http::Response ask_to_wait(Site& site, const Tongue& tongue, FormPage page,
                           std::chrono::seconds wait)
{
    auto response = give_back(site, tongue, std::move(page), too_many_at_once(wait));
    add_retry_after(response, wait);
    return response;
}

} // namespace

http::Awaitable<http::Response> post_submission(Site& site, http::Request request)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    auto form = read_submission(*tongue.whole, request, site.parts.clock.now(), site.parts.entropy);
    form.said.language = tongue.language;
    if (form.refused)
        co_return form_response(site, tongue, form.refused, form.page);
    if (const auto wait = wait_to_submit(site, request.address))
        co_return ask_to_wait(site, tongue, std::move(form.page), *wait);

    auto verb = [house = tongue.whole, said = std::move(form.said)](storage::Transaction& tx) {
        return desk::submit(tx, *house, said);
    };
    auto receipt = co_await site.parts.store.write(std::move(verb));
    if (!receipt)
        co_return give_back(site, tongue, std::move(form.page), std::move(receipt.error()));
    co_return http::see_other("/t/" + receipt->status_token);
}

} // namespace heard::site
