#include "site/staff_draft.hpp"

#include "desk/draft.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_posted_reply.hpp"
#include "site/staff_until.hpp"

namespace heard::site {

namespace {

http::Response without_page(int status)
{
    http::Response response;
    response.status = status;
    return response;
}

} // namespace

http::Awaitable<http::Response> post_draft(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    if (const auto fault = fault_in(form))
        co_return without_page(fault->status);
    const bool is_hold = form.get("form") == "hold";
    const auto draft = draft_in(form, is_hold ? Draft::Form::hold : Draft::Form::answer);
    const auto writer = staff;
    const std::string reference{request.param("reference")};
    auto reply = reply_of(std::move(staff), request, form, draft);
    reply.until = parse_until(draft.until, house->zone());
    auto keep = [house, reply = std::move(reply), is_hold](storage::Transaction& tx) {
        const auto what = is_hold ? core::EntryKind::hold : core::EntryKind::answer;
        return desk::keep_draft(tx, *house, reply, what);
    };
    const auto kept = co_await site.parts.store.write(std::move(keep));
    if (kept)
        site.parts.presence.writes(reference, writer);
    co_return without_page(kept ? 204 : fault_of(kept.error()).status);
}

} // namespace heard::site
