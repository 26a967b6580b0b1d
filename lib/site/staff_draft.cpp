#include "site/staff_draft.hpp"

#include "desk/draft.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_posted_reply.hpp"
#include "site/staff_until.hpp"

#include <boost/json.hpp>

namespace heard::site {

namespace {

http::Response without_page(int status)
{
    http::Response response;
    response.status = status;
    return response;
}

/// A number of 64 bits is a text: in a script it would be rounded.
http::Response with_kept(const desk::House& house, const storage::Draft& kept)
{
    const boost::json::object words{
        {"text", kept.text},
        {"done", kept.done},
        {"until", kept.until ? until_text(house.zone().at(*kept.until).wall) : ""},
        {"draft", std::to_string(kept.number)}};
    return http::json(409, boost::json::serialize(words));
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
    reply.last = form.get("last") == "yes";
    auto keep = [house, reply = std::move(reply), is_hold](storage::Transaction& tx) {
        const auto what = is_hold ? core::EntryKind::hold : core::EntryKind::answer;
        return desk::keep_draft(tx, *house, reply, what);
    };
    const auto kept = co_await site.parts.store.write(std::move(keep));
    if (!kept)
        co_return without_page(fault_of(kept.error()).status);
    site.parts.presence.writes(reference, writer);
    co_return *kept ? with_kept(*house, **kept) : without_page(204);
}

} // namespace heard::site
