#include "daemon/outbox_round.hpp"

#include "desk/deliver.hpp"

#include <iterator>

namespace heard::daemon {

namespace {

using boost::asio::awaitable;

/// Alarms have a way of their own, even if it leads to the same relay.
std::size_t way_of(storage::Lane lane)
{
    return lane == storage::Lane::call ? 2 : lane == storage::Lane::alarm ? 1 : 0;
}
constexpr std::array way_names = {"relay", "second_way", "webhook"};

} // namespace

void OutboxRound::try_all_ways()
{
    for (auto& way : ways_)
        way.try_now();
}

awaitable<void> OutboxRound::run()
{
    while (!stopping()) {
        forget_finished();
        // Those under way are still due in the database: ask for as many more.
        const auto count =
            parts().couriers.couriers() + static_cast<int>(under_way_.size() + passed_over_.size());
        // Before the look: a way that has rested meanwhile is looked at again.
        const auto rest_over = first_rest_over();
        auto find = [count, at = now(), lanes = open_lanes()](storage::Transaction& tx) {
            std::vector<storage::DueLetter> letters;
            for (const auto& lane : lanes)
                std::ranges::move(storage::letters_due(tx, count, {&lane, 1}),
                                  std::back_inserter(letters));
            return std::pair{std::move(letters), storage::next_letter_at(tx, at, lanes)};
        };
        const auto found = co_await read(std::move(find));
        if (!found) {
            co_await sleep_until(now() + again_soon);
            continue;
        }
        send(found->first);
        // What is due and has not left waits for a courier, who rings, or for a way that rests.
        co_await sleep_until(earlier(found->second, rest_over));
    }
}

// Only before a look begins: one that has begun may still show as waiting what was written down as
// delivered meanwhile.
void OutboxRound::forget_finished()
{
    for (const auto letter : finished_)
        under_way_.erase(letter);
    finished_.clear();
}

// The last courier is kept for what somebody must act on, so that slow mail to customers never
// holds it up.
bool OutboxRound::may_leave(storage::Lane lane) const
{
    const auto busy = static_cast<int>(under_way_.size());
    const bool reserved = lane == storage::Lane::ordinary && parts().couriers.couriers() > 1;
    const auto on_this_way = std::ranges::count_if(
        under_way_, [&](const auto& one) { return way_of(one.second) == way_of(lane); });
    return busy < parts().couriers.couriers() - (reserved ? 1 : 0) &&
           ways_[way_of(lane)].has_room(now(), static_cast<int>(on_this_way));
}

std::vector<storage::Lane> OutboxRound::open_lanes() const
{
    std::vector<storage::Lane> lanes;
    std::ranges::copy_if(storage::lanes_by_urgency, std::back_inserter(lanes),
                         [this](storage::Lane lane) { return may_leave(lane); });
    return lanes;
}

std::optional<time::Instant> OutboxRound::first_rest_over() const
{
    std::optional<time::Instant> first;
    for (const auto& way : ways_)
        first = earlier(first, way.rests_until(now()));
    return first;
}

void OutboxRound::send(const std::vector<storage::DueLetter>& letters)
{
    for (const auto& letter : letters) {
        if (under_way_.contains(letter.id) || passed_over_.contains(letter.id) ||
            !may_leave(letter.lane))
            continue;
        under_way_.emplace(letter.id, letter.lane);
        spawn(deliver(letter));
    }
}

void OutboxRound::finish(core::LetterId letter)
{
    finished_.push_back(letter);
    wake();
}

void OutboxRound::pass_over(core::LetterId letter)
{
    parts().log.write(Level::error, "letter_passed_over", field("letter", letter.value));
    passed_over_.insert(letter);
    finish(letter);
}

void OutboxRound::note_way(storage::Lane lane, const mail::Delivery& delivery)
{
    const auto change = ways_[way_of(lane)].note(delivery, now());
    if (change == Way::Change::none)
        return;
    const bool down = change == Way::Change::went_down;
    parts().log.write(down ? Level::error : Level::info, down ? "relay_down" : "relay_back",
                      field("way", way_names[way_of(lane)]) + " " +
                          field("detail", delivery.detail));
}

awaitable<void> OutboxRound::deliver(storage::DueLetter due)
{
    auto find = [due](storage::Transaction& tx) {
        return storage::find_waiting_letter(tx, due.id);
    };
    auto found = co_await read(std::move(find));
    if (!found)
        pass_over(due.id);
    else if (!*found)
        finish(due.id); // Written down as delivered since the look began.
    else
        co_await deliver_found(std::move(**found));
}

awaitable<void> OutboxRound::deliver_found(storage::WaitingLetter letter)
{
    mail::Parcel parcel{letter.sender, letter.recipient, letter.message_id, std::move(letter.mime)};
    auto courier = parts().courier(letter.lane);
    const auto delivery = co_await parts().couriers.deliver(std::move(courier), std::move(parcel));

    auto note = [letter, delivery](storage::Transaction& tx) {
        return desk::note_delivery(tx, letter, delivery);
    };
    // What our own stop cut short is no failure of the letter: it goes first thing after the start.
    if (stopping() && delivery.verdict == mail::Verdict::later)
        co_return;
    note_way(letter.lane, delivery);
    // Until it is written down the letter counts as under way, so a full disk does not send it
    // twice. A daemon that stops does not wait for the disk, but writes down what has gone out.
    Alarm retry{parts().io.get_executor(), parts().clock};
    std::expected<desk::Fate, core::Problem> fate;
    do {
        auto attempt = note;
        fate = co_await write(std::move(attempt));
        if (!fate && storage::tells_of_damage(fate.error())) {
            pass_over(letter.id);
            co_return;
        }
        if (!fate)
            co_await retry.sleep_until(now() + again_soon);
    } while (!fate && !stopping());

    // A relay that is down is told once, not for each letter that waits for it.
    const bool told = delivery.relay_down && fate == desk::Fate::later;
    if (fate && *fate != desk::Fate::delivered && !told) {
        const bool never = *fate == desk::Fate::given_up;
        parts().log.write(
            never ? Level::error : Level::warning, never ? "letter_given_up" : "letter_later",
            field("letter", letter.id.value) + " " + field("failures", letter.failures + 1) + " " +
                field("detail", delivery.detail));
    }
    finish(letter.id);
}

} // namespace heard::daemon
