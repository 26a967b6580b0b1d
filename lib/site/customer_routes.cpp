#include "site/customer_routes.hpp"

#include "site/customer_form.hpp"
#include "site/photos.hpp"
#include "site/status.hpp"
#include "site/status_copy.hpp"
#include "site/status_erase.hpp"
#include "site/status_news.hpp"
#include "site/submissions.hpp"

#include <utility>

namespace heard::site {

namespace {

using Page = http::Awaitable<http::Response> (*)(Site&, http::Request);

http::Handler with(Site& site, Page page)
{
    return [&site, page](http::Request request) { return page(site, std::move(request)); };
}

} // namespace

void add_customer_routes(http::Router& router, Site& site)
{
    router.get("/", with(site, get_form));
    router.get("/b/{branch}", with(site, get_branch_form));
    router.get("/B/{branch}", with(site, get_branch_form)); // As signs and cards have it.
    router.get("/F", with(site, get_typed_code));
    router.get("/f", with(site, get_typed_code));
    router.get("/F/{link}", with(site, get_invoice_form));
    router.get("/f/{link}", with(site, get_invoice_form));
    router.post("/submissions", with(site, post_submission));
    router.get("/photos/{token}/{number}", with(site, get_draft_photo));
    router.get("/t/{token}", with(site, get_status));
    router.get("/t/{token}/news", with(site, get_status_news));
    router.get("/t/{token}/photos/{number}", with(site, get_ticket_photo));
    router.get("/t/{token}/copy.json", with(site, get_copy));
    router.get("/t/{token}/erase", with(site, get_erase));
    router.post("/t/{token}/erase", with(site, post_erase));
    router.post("/t/{token}/messages", with(site, post_message));
    router.post("/t/{token}/verdict", with(site, post_verdict));
}

} // namespace heard::site
