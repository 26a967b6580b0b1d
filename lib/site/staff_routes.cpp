#include "site/staff_routes.hpp"

#include "site/owner_numbers.hpp"
#include "site/photos.hpp"
#include "site/site.hpp"
#include "site/staff_call.hpp"
#include "site/staff_draft.hpp"
#include "site/staff_handle.hpp"
#include "site/staff_me.hpp"
#include "site/staff_merge.hpp"
#include "site/staff_news.hpp"
#include "site/staff_praise.hpp"
#include "site/staff_queue.hpp"
#include "site/staff_reply.hpp"
#include "site/staff_session.hpp"
#include "site/staff_set_up.hpp"
#include "site/staff_sign_in.hpp"
#include "site/staff_sign_in_turns.hpp"
#include "site/staff_ticket.hpp"

#include <memory>

namespace heard::site {

namespace {

/// For people who have no session yet.
using OpenPage = http::Awaitable<http::Response> (*)(Site&, http::Request);

http::Handler open_page(Site& site, OpenPage page)
{
    return [&site, page](http::Request request) { return page(site, std::move(request)); };
}

/// Who has signed in from where is known as long as the route lives.
http::Handler sign_in(Site& site)
{
    auto turns = std::make_shared<SignInTurns>(
        SignInThrottles{site.sign_ins_by_address, site.sign_ins_by_name, site.sign_ins_by_pair});
    return [&site, turns = std::move(turns)](http::Request request) {
        return post_sign_in(site, *turns, std::move(request));
    };
}

http::Handler for_staff(Site& site, StaffPage page)
{
    return [&site, page](http::Request request) {
        return only_for_staff(site, page, std::move(request));
    };
}

} // namespace

void add_staff_routes(http::Router& router, Site& site)
{
    router.get("/staff/sign-in", open_page(site, get_sign_in));
    router.post("/staff/sign-in", sign_in(site));
    router.post("/staff/sign-out", open_page(site, post_sign_out));
    router.get("/staff/set-up/{token}", open_page(site, get_set_up));
    router.post("/staff/set-up/{token}", open_page(site, post_set_up));

    router.get("/staff/news", open_page(site, get_news)); // 204 without a session.

    // From here on nothing is shown or done without a session.
    router.get("/staff", for_staff(site, get_queue));
    router.get("/staff/tickets/{reference}", for_staff(site, get_ticket));
    router.get("/staff/tickets/{reference}/photos/{number}", for_staff(site, get_staff_photo));
    router.post("/staff/tickets/{reference}/answer", for_staff(site, post_answer));
    router.post("/staff/tickets/{reference}/hold", for_staff(site, post_hold));
    router.post("/staff/tickets/{reference}/draft", for_staff(site, post_draft));
    router.post("/staff/tickets/{reference}/undo", for_staff(site, post_undo));
    router.post("/staff/tickets/{reference}/note", for_staff(site, post_note));
    router.post("/staff/tickets/{reference}/customer-note", for_staff(site, post_customer_note));
    router.post("/staff/tickets/{reference}/forget-customer-note",
                for_staff(site, post_forget_customer_note));
    router.post("/staff/tickets/{reference}/claim", for_staff(site, post_claim));
    router.post("/staff/tickets/{reference}/assign", for_staff(site, post_assign));
    router.post("/staff/tickets/{reference}/kind", for_staff(site, post_kind));
    router.post("/staff/tickets/{reference}/settle", for_staff(site, post_settle));
    router.post("/staff/tickets/{reference}/void-link", for_staff(site, post_void_link));
    router.post("/staff/tickets/{reference}/merge", for_staff(site, post_merge));
    router.post("/staff/tickets/{reference}/praise", for_staff(site, post_praise));
    router.post("/staff/tickets/{reference}/set-aside", for_staff(site, post_set_aside));
    router.post("/staff/tickets/{reference}/take-back", for_staff(site, post_take_back));
    router.get("/staff/call", for_staff(site, get_call));
    router.post("/staff/call", for_staff(site, post_call));
    router.get("/staff/call/{reference}", for_staff(site, get_slip));
    router.get("/staff/kind-words", for_staff(site, get_kind_words));
    router.get("/staff/me", for_staff(site, get_me));
    router.post("/staff/me/away", for_staff(site, post_away));
    router.post("/staff/me/keys", for_staff(site, post_keys));
    router.get("/owner", for_staff(site, get_numbers));
}

} // namespace heard::site
