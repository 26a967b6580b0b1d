#include "site/staff_reply.hpp"

#include "desk/reply.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_session.hpp"
#include "site/staff_ticket.hpp"
#include "site/staff_until.hpp"
#include "text/utf8.hpp"

#include <charconv>

namespace heard::site {

namespace {

/// Without a number nothing was seen but the submission: better one 409 too many than a colleague
/// overlooked.
int parse_seen(std::string_view text)
{
    int seen = 0;
    std::from_chars(text.data(), text.data() + text.size(), seen);
    return seen;
}

/// The date field comes first and may be empty; behind it comes the button that was pressed, which
/// is the writer's last word.
std::string_view last_until(const http::Form& form)
{
    std::string_view until;
    for (const auto& [name, value] : form.fields)
        if (name == "until" && !value.empty())
            until = value;
    return until;
}

Draft draft_in(const http::Form& form, Draft::Form kind)
{
    return {kind, text::tidied(form.get("text")), text::tidied(form.get("done")),
            text::tidied(last_until(form)), parse_seen(form.get("seen"))};
}

desk::Reply reply_of(core::Staff staff, const http::Request& request, const Draft& draft)
{
    return {std::move(staff),
            std::string{request.param("reference")},
            draft.text,
            draft.done,
            draft.seen.value_or(0),
            std::nullopt};
}

/// Words that are meant as a date and are none must not pass for "no date".
std::optional<Fault> fault_in_hold(const http::Form& form, const desk::Reply& reply,
                                   const Draft& draft)
{
    auto fault = fault_in(form);
    if (!fault && !draft.until.empty() && !reply.until)
        fault = fault_of({core::ProblemKind::invalid, "ticket.hold_unclear", "until"});
    return fault;
}

/// The queue, what is due next on top, with a word that this one is done.
http::Response on_to_the_next(const desk::House& house, const std::string& reference)
{
    const auto ticket = house.references.ticket(reference);
    const auto spoken = ticket ? house.references.of(*ticket) : reference;
    return http::see_other("/staff?sent=" + query_text(spoken));
}

} // namespace

http::Awaitable<http::Response> post_answer(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    auto draft = draft_in(form, Draft::Form::answer);
    auto reply = reply_of(staff, request, draft);
    const auto reference = reply.reference;
    auto fault = fault_in(form);
    if (!fault) {
        auto answer = [house, reply = std::move(reply)](storage::Transaction& tx) {
            return desk::answer(tx, *house, reply);
        };
        auto result = co_await site.parts.store.write(std::move(answer));
        if (result)
            co_return on_to_the_next(*house, reference);
        fault = fault_of(std::move(result.error()));
    }
    Refused refused{reference, std::move(*fault), std::move(draft)};
    co_return co_await page_again(site, std::move(staff), std::move(refused));
}

http::Awaitable<http::Response> post_hold(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    auto draft = draft_in(form, Draft::Form::hold);
    auto reply = reply_of(staff, request, draft);
    const auto reference = reply.reference;
    reply.until = parse_until(draft.until, house->zone());
    auto fault = fault_in_hold(form, reply, draft);
    if (!fault) {
        auto hold = [house, reply = std::move(reply)](storage::Transaction& tx) {
            return desk::hold(tx, *house, reply);
        };
        auto result = co_await site.parts.store.write(std::move(hold));
        if (result)
            co_return on_to_the_next(*house, reference);
        fault = fault_of(std::move(result.error()));
    }
    Refused refused{reference, std::move(*fault), std::move(draft)};
    co_return co_await page_again(site, std::move(staff), std::move(refused));
}

} // namespace heard::site
