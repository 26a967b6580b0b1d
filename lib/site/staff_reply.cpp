#include "site/staff_reply.hpp"

#include "core/spoken_time.hpp"
#include "desk/reply.hpp"
#include "desk/thread.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_posted_reply.hpp"
#include "site/staff_session.hpp"
#include "site/staff_ticket.hpp"
#include "site/staff_until.hpp"
#include "storage/sending.hpp"

namespace heard::site {

namespace {

/// Words that are meant as a date and are none must not pass for "no date".
std::optional<Fault> fault_in_hold(const http::Form& form, const desk::Reply& reply,
                                   const Draft& draft)
{
    auto fault = fault_in(form);
    if (!fault && !draft.until.empty() && !reply.until)
        fault = fault_of({core::ProblemKind::invalid, "ticket.hold_unclear", "until"});
    return fault;
}

using Next = std::optional<std::string>;

/// Where the writer of a reply goes on. Not asked for where the reply is taken in: that is where
/// customers wait, too.
Next next_after(storage::Transaction& tx, const desk::House& house, const core::Staff& writer,
                const std::string& reference)
{
    const auto ticket = desk::find_for_staff(tx, house, writer, reference);
    return ticket ? storage::next_ticket_for(tx, writer, ticket->id) : std::nullopt;
}

/// The ticket that is due next, or the queue when there is none for them; with a word on this one.
http::Response on_to(const Next& next, const desk::House& house, const std::string& reference)
{
    const auto ticket = house.references.ticket(reference);
    const auto spoken = ticket ? house.references.of(*ticket) : reference;
    return http::see_other((next ? ticket_path(*next) : "/staff") + "?sent=" + query_text(spoken));
}

/// Whether the time is to be read in words before it goes: so does who typed or chose it and has no
/// script to say it beside the field.
bool wants_it_said_back(const http::Form& form, const desk::House& house, const desk::Reply& reply,
                        time::Instant now)
{
    return (form.get("say_back") == "yes" || !form.get("choose").empty()) && reply.until &&
           !core::problem_with_hold(house.promise, *reply.until, now);
}

http::Awaitable<http::Response> post_reply(Site& site, core::Staff staff, http::Request request,
                                           Draft::Form kind)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    const bool is_hold = kind == Draft::Form::hold;
    auto draft = draft_in(form, kind);
    auto reply = reply_of(staff, request, form, draft);
    const auto reference = reply.reference;
    if (is_hold)
        reply.until = parse_until(draft.until, house->zone());
    auto fault = is_hold ? fault_in_hold(form, reply, draft) : fault_in(form);
    if (!fault && wants_it_said_back(form, *house, reply, site.parts.clock.now())) {
        draft.said_back = core::moment_in_words(house->words, house->zone(), *reply.until);
        fault = Fault{200, {}};
    }
    if (!fault) {
        auto job = [house, reply = std::move(reply), is_hold](storage::Transaction& tx) {
            return is_hold ? desk::hold(tx, *house, reply) : desk::answer(tx, *house, reply);
        };
        auto result = co_await site.parts.store.write(std::move(job));
        if (result) {
            site.parts.presence.note_everywhere(); // It left the queue, though nothing is said yet.
            auto look = [house, staff, reference](storage::Transaction& tx) {
                return next_after(tx, *house, staff, reference);
            };
            const auto next = co_await site.parts.store.read(std::move(look));
            co_return on_to(next, *house, reference);
        }
        fault = fault_of(std::move(result.error()));
    }
    Refused refused{reference, std::move(*fault), std::move(draft)};
    co_return co_await page_again(site, std::move(staff), std::move(refused));
}

} // namespace

http::Awaitable<http::Response> post_answer(Site& site, core::Staff staff, http::Request request)
{
    return post_reply(site, std::move(staff), std::move(request), Draft::Form::answer);
}

http::Awaitable<http::Response> post_hold(Site& site, core::Staff staff, http::Request request)
{
    return post_reply(site, std::move(staff), std::move(request), Draft::Form::hold);
}

http::Awaitable<http::Response> post_undo(Site& site, core::Staff staff, http::Request request)
{
    std::string reference{request.param("reference")};
    auto undo = [house = site.parts.house(), staff, reference](storage::Transaction& tx) {
        return desk::undo(tx, *house, staff, reference);
    };
    auto result = co_await site.parts.store.write(std::move(undo));
    if (result) {
        site.parts.presence.note_everywhere(); // It is back.
        co_return http::see_other(ticket_path(reference) + "#undone");
    }
    Refused refused{std::move(reference), fault_of(std::move(result.error())), {}};
    co_return co_await page_again(site, std::move(staff), std::move(refused));
}

} // namespace heard::site
