#include "site/site.hpp"

#include "site/customer_form.hpp"
#include "site/customer_routes.hpp"
#include "site/health.hpp"
#include "site/language.hpp"
#include "site/problems.hpp"
#include "site/staff_routes.hpp"
#include "site/static_files.hpp"

#include <utility>

namespace heard::site {

namespace {

/// Addresses and names that a throttle remembers: some 10 MB at the very most.
constexpr std::size_t throttled_max = 50'000;

/// By one status link. Nobody who tells us something writes more; a program with a leaked link
/// would.
constexpr int entries_per_hour = 60;

http::Awaitable<http::Response> say_problem(Site& site, http::Request request, int status)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    co_return lost_page(tongue, status, request.method == "GET");
}

/// A torn invoice link leads to the form, never to an error wall.
http::Awaitable<http::Response> find_nothing(Site& site, http::Request request)
{
    if (is_below_invoices(request))
        return get_invoice_form(site, std::move(request));
    return say_problem(site, std::move(request), 404);
}

} // namespace

Site::Site(Parts given)
    : parts{std::move(given)}
    , sign_ins_by_address{parts.sign_ins_per_quarter_hour, std::chrono::minutes{15}, throttled_max}
    , sign_ins_by_name{parts.sign_ins_per_quarter_hour, std::chrono::minutes{15}, throttled_max}
    , sign_ins_by_pair{parts.sign_ins_per_quarter_hour, std::chrono::minutes{15}, throttled_max}
    , submissions_by_address{parts.submissions_per_hour_per_address, std::chrono::hours{1},
                             throttled_max}
    , entries_by_link{entries_per_hour, std::chrono::hours{1}, throttled_max}
{}

void Site::add_routes(http::Router& router)
{
    add_customer_routes(router, *this);
    add_staff_routes(router, *this);
    add_static_files(router, *this);
    add_health_routes(router, *this);
    router.not_found(
        [this](http::Request request) { return find_nothing(*this, std::move(request)); });
    router.not_allowed(
        [this](http::Request request) { return say_problem(*this, std::move(request), 405); });
}

http::Response Site::refusal(int status, std::string_view reason)
{
    if (const auto count = refusals.to_log(parts.clock.now()))
        parts.log("site.refused", *count == 1 ? std::string{reason}
                                              : "count=" + std::to_string(*count) +
                                                    ", the last: " + std::string{reason});
    return refusals.page(parts.house(), status);
}

} // namespace heard::site
