#include "site/staff_ticket.hpp"

#include "desk/merge.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_merge.hpp"
#include "site/staff_session.hpp"
#include "storage/praise.hpp"
#include "storage/staff.hpp"
#include "text/utf8.hpp"

namespace heard::site {

http::Awaitable<http::Response> get_ticket(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    auto asking = staff;
    Wanted wanted{std::string{request.param("reference")},
                  text::repaired(http::query_value(request.query, "sent").value_or(""))};
    const auto view = co_await read_ticket(site, std::move(asking), std::move(wanted));
    if (!view)
        co_return problem_page(*house, 404);
    // One that goes along with another ticket is read on that one's page.
    const auto& ticket = view->thread.ticket;
    if (house->references.ticket(request.param("reference")) != ticket.id)
        co_return http::see_other(ticket_path(ticket.reference));
    co_return ticket_page({*house, staff, *view, site.parts.clock.now(), site.parts.presence});
}

http::Awaitable<std::optional<TicketView>> read_ticket(Site& site, core::Staff staff, Wanted wanted)
{
    auto read = [house = site.parts.house(), staff = std::move(staff), wanted = std::move(wanted)](
                    storage::Transaction& tx) -> std::optional<TicketView> {
        const auto ticket = desk::find_for_staff(tx, *house, staff, wanted.reference);
        if (!ticket)
            return std::nullopt;
        TicketView view{desk::staff_thread_of(tx, *ticket),
                        storage::book_of(tx, ticket->id),
                        storage::staff_for(tx, ticket->branch),
                        {storage::all_staff(tx), storage::who_had_praise(tx, ticket->id)},
                        unsaid_of(tx, ticket->id),
                        desk::repeated_in(tx, staff, ticket->id, wanted.mirrored),
                        sent_by(tx, *house, staff, wanted.sent),
                        !wanted.sent.empty(),
                        storage::book_head(tx).number};
        view.acquaintance = desk::acquaintance_with(tx, staff, view.thread);
        view.like = desk::like_tickets(tx, staff, view.thread);
        view.merge_choices = merge_choices_for(tx, *house, {staff, ticket->reference}, view);
        view.reached = desk::reached_by_reply(tx, *ticket);
        return view;
    };
    co_return co_await site.parts.store.read(std::move(read));
}

http::Awaitable<http::Response> page_again(Site& site, core::Staff staff, Refused refused)
{
    const auto house = site.parts.house();
    auto asking = staff;
    Wanted wanted{refused.reference, {}};
    if (refused.fault.problem.phrase == "problem.repeated")
        wanted.mirrored = refused.draft.text;
    const auto view = co_await read_ticket(site, std::move(asking), std::move(wanted));
    if (!view) {
        const Kept kept{refused.draft.text, refused.draft.done, "/staff", "refusal.way_queue"};
        co_return problem_page(*house, 404, kept);
    }
    const TicketPage page{*house, staff, *view, site.parts.clock.now(), site.parts.presence};
    co_return ticket_page_again(page, refused.fault, refused.draft);
}

std::string ticket_path(std::string_view reference)
{
    return "/staff/tickets/" + query_text(reference);
}

} // namespace heard::site
