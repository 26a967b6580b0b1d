// The model's promises: made, kept, broken and released. What people do is in the files beside it.
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::PromiseEnd;
using core::PromiseState;

namespace {

/// What the book says of it.
std::string how_it_ended(PromiseEnd end, bool late)
{
    const bool by_staff = end == PromiseEnd::answered || end == PromiseEnd::held;
    if (!late)
        return by_staff ? "kept" : "released";
    return end == PromiseEnd::erased   ? "erased late"
           : end == PromiseEnd::merged ? "merged late"
           : by_staff                  ? "answered late"
                                       : "settled late";
}

} // namespace

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

ModelTicket& Model::touch(Number number, const std::string& book_line)
{
    auto& changed = ticket(number);
    if (!book_line.empty())
        changed.book.push_back(book_line);
    touched.insert(number);
    return changed;
}

void Model::make_promise(Number number, Instant due_at, Number made_by, Instant now)
{
    ModelPromise made{.ticket = number, .made_at = now, .due_at = due_at, .made_by = made_by};
    made.climbed_until = now;
    made.look_at = next_look(made, now);
    promises.push_back(made);
    touch(number, "promised").open_promise = promises.size();
}

void Model::promise_an_answer(Number number, Instant now)
{
    const auto stays = stays_of(number);
    if (!ticket(stays).open_promise)
        make_promise(stays, core::due_after(house_->promise, now), 0, now);
}

/// A customer ends none that others of the matter wait for.
void Model::end_promise(Number number, PromiseEnd end, Instant now)
{
    const bool by_customer = end == PromiseEnd::settled || end == PromiseEnd::erased;
    if (by_customer && is_awaited(number))
        return;
    const auto stays = stays_of(number);
    const auto ending = std::exchange(ticket(stays).open_promise, 0);
    if (!ending)
        return;
    auto& promise = promises[ending - 1];
    const bool by_staff = end == PromiseEnd::answered || end == PromiseEnd::held;
    const bool late = promise.broken_at || now >= promise.due_at;
    if (late && !promise.broken_at)
        promise.broken_at = promise.due_at;
    promise.state = late       ? PromiseState::broken
                    : by_staff ? PromiseState::kept
                               : PromiseState::released;
    promise.ended_at = now;
    promise.look_at.reset();
    touch(stays, how_it_ended(end, late));
}

std::vector<Number> Model::open_tickets() const
{
    std::vector<Number> open;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (ticket(number).open_promise)
            open.push_back(number);
    return open;
}

bool Model::may_see(Number staff_number, Number number) const
{
    return core::may_see(person(staff_number), ticket(number).branch);
}

} // namespace heard::simulation
