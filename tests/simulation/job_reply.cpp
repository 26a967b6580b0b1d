// What staff write to customers: what they begin, send, and think better of.
#include "desk/draft.hpp"
#include "tests/simulation/maker.hpp"

#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;
using core::EntryKind;
using storage::Transaction;

namespace {

// Most write on one page all the time.
const std::array pages = {"one", "one", "one", "another"};

} // namespace

/// Mostly a date of the next days; now and then none that a customer can be given.
Instant Maker::some_date()
{
    if (dice_.percent(4))
        return now_ - 1h;
    if (dice_.percent(4))
        return now_ + std::chrono::days{20};
    return now_ + std::chrono::minutes{dice_.between(10, 5 * 24 * 60)};
}

/// Most have seen everything there is.
ModelReply Maker::some_reply(bool hold)
{
    const auto newest = model_.newest_of(ticket_);
    ModelReply said{
        .ticket = ticket_, .staff = staff_, .text = some_words(), .done = "", .seen = newest};
    said.page = dice_.one_of(pages);
    if (newest > 0 && dice_.percent(12))
        --said.seen;
    if (hold)
        said.until = some_date();
    else if (dice_.percent(50))
        said.done = "A new pair is on its way.";
    return said;
}

desk::Reply Maker::at_desk(const ModelReply& said) const
{
    return {.writer = model_.person(staff_),
            .reference = ticket_in_words(),
            .text = said.text,
            .done = said.done,
            .seen = said.seen,
            .until = said.until,
            .repeated = true,
            .page = said.page};
}

Job Maker::reply(bool hold)
{
    const auto said = some_reply(hold);
    const auto until =
        hold ? ", and promises the next word by " + time::to_rfc3339(*said.until) : "";
    return {.words = name_of(staff_) + (hold ? " holds " : " answers ") + ticket_in_words() + until,
            .run =
                [=, house = house_, reply = at_desk(said)](Transaction& tx) {
                    return (hold ? desk::hold : desk::answer)(tx, *house, reply).has_value();
                },
            .happened =
                [=](Model& model, Instant now) {
                    return hold ? model.hold(said, now) : model.answer(said, now);
                }};
}

/// Also with a box that is still empty, or empty again.
Job Maker::keep_draft()
{
    const bool hold = dice_.percent(30);
    const auto what = hold ? EntryKind::hold : EntryKind::answer;
    auto begun = some_reply(hold);
    if (dice_.percent(15))
        begun.text.clear();
    else
        begun.text.resize(static_cast<std::size_t>(
            dice_.between(1, static_cast<std::int64_t>(begun.text.size()))));
    const auto words =
        begun.text.empty() && begun.done.empty() ? " clears a draft on " : " begins a reply on ";
    return {.words = name_of(staff_) + words + ticket_in_words(),
            .run =
                [=, house = house_, draft = at_desk(begun)](Transaction& tx) {
                    return desk::keep_draft(tx, *house, draft, what).has_value();
                },
            .happened = [=](Model& model, Instant) { return model.keep_draft(begun, what); }};
}

Job Maker::undo()
{
    return {
        .words = name_of(staff_) + " takes back what is about to leave on " + ticket_in_words(),
        .run =
            [house = house_, staff = model_.person(staff_), reference = ticket_in_words()](
                Transaction& tx) { return desk::undo(tx, *house, staff, reference).has_value(); },
        .happened = [ticket = ticket_,
                     staff = staff_](Model& model, Instant) { return model.undo(ticket, staff); }};
}

} // namespace heard::simulation
