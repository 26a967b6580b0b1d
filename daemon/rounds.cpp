#include "daemon/rounds.hpp"

#include "core/retry.hpp"
#include "daemon/notify.hpp"
#include "desk/alarm.hpp"
#include "desk/deliver.hpp"
#include "desk/escalate.hpp"
#include "desk/photos.hpp"
#include "storage/house.hpp"
#include "storage/photo.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <iterator>

namespace heard::daemon {

namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

// A write that the store could not take (queue or disk full) is tried again this soon: promises do
// not wait for long.
constexpr auto again_soon = 1s;
constexpr auto care_every = 10s;
// A round that is this late means that nobody is told in time.
constexpr auto late_after = 60s;
// The same for the care round's write, which comes every `care_every`, and for one that hangs.
constexpr auto write_late_after = 30s;
constexpr auto hangs_after = 5s;
// An alarm is some minutes after the letter, so it never wants to be looked at more often.
constexpr auto care_least = 1s;
// A letter that was refused for good stays on the staff's page for so long.
constexpr auto given_up_shown = std::chrono::days{3};

std::optional<time::Instant> earlier(std::optional<time::Instant> a, std::optional<time::Instant> b)
{
    return a && b ? std::min(*a, *b) : a ? a : b;
}

/// Alarms have a way of their own, even if it leads to the same relay.
std::size_t way_of(storage::Lane lane)
{
    return lane == storage::Lane::call ? 2 : lane == storage::Lane::alarm ? 1 : 0;
}
constexpr std::array way_names = {"relay", "second_way", "webhook"};

} // namespace

Rounds::Rounds(RoundParts parts)
    : parts_{std::move(parts)}
    , promise_alarm_{parts_.io.get_executor(), parts_.clock}
    , letter_alarm_{parts_.io.get_executor(), parts_.clock}
    , care_alarm_{parts_.io.get_executor(), parts_.clock}
    , looked_at_{parts_.clock.now()}
    , wrote_at_{looked_at_}
    , answered_at_{looked_at_}
{}

void Rounds::start()
{
    spawn(promise_round());
    spawn(outbox_round());
    spawn(care_round());
}

void Rounds::stop()
{
    stopping_ = true;
    wake_all();
}

void Rounds::wake(const storage::Wake& wake)
{
    if (wake.promises_at)
        promise_alarm_.ring_at(*wake.promises_at);
    if (wake.letters)
        letter_alarm_.ring();
}

void Rounds::wake_all()
{
    promise_alarm_.ring();
    letter_alarm_.ring();
    care_alarm_.ring();
}

void Rounds::take_new_settings()
{
    for (auto& way : ways_)
        way.try_now();
    wake_all();
}

bool Rounds::promises_on_time() const
{
    // In both directions: once the clock was set, by however much, only a new look counts.
    return std::chrono::abs(parts_.clock.now() - looked_at_) < late_after;
}

// Never detached: a round that dies ends the daemon, and the supervisor starts it again.
void Rounds::spawn(awaitable<void> round)
{
    boost::asio::co_spawn(parts_.io, std::move(round), [this](std::exception_ptr failed) {
        if (failed)
            parts_.died(failed);
    });
}

awaitable<void> Rounds::promise_round()
{
    while (!stopping_) {
        auto look = [house = parts_.house()](storage::Transaction& tx) {
            return desk::escalate(tx, *house);
        };
        const auto looked = co_await parts_.store.write(std::move(look));
        if (!looked) {
            co_await promise_alarm_.sleep_until(parts_.clock.now() + again_soon);
            continue;
        }
        looked_at_ = parts_.clock.now();
        if (looked->escalations > 0)
            parts_.log.write(Level::info, "escalated",
                             field("escalations", looked->escalations) + " " +
                                 field("promises", looked->promises));
        if (!looked->more)
            co_await promise_alarm_.sleep_until(looked->look_again_at);
    }
}

awaitable<void> Rounds::outbox_round()
{
    while (!stopping_) {
        forget_finished();
        const auto now = parts_.clock.now();
        // Those under way are still due in the database: ask for as many more.
        const auto count = parts_.couriers.couriers() + static_cast<int>(under_way_.size());
        // Before the look: a way that has rested meanwhile is looked at again.
        const auto rest_over = first_rest_over();
        auto find = [count, now, lanes = open_lanes()](storage::Transaction& tx) {
            std::vector<storage::WaitingLetter> letters;
            for (const auto& lane : lanes)
                std::ranges::move(storage::letters_to_send(tx, count, {&lane, 1}),
                                  std::back_inserter(letters));
            return std::pair{std::move(letters), storage::next_letter_at(tx, now, lanes)};
        };
        auto found = co_await parts_.store.read(std::move(find));
        send(std::move(found.first));
        // What is due and has not left waits for a courier, who rings, or for a way that rests.
        co_await letter_alarm_.sleep_until(earlier(found.second, rest_over));
    }
}

// Only before a look begins: one that has begun may still show as waiting what was written down as
// delivered meanwhile.
void Rounds::forget_finished()
{
    for (const auto letter : finished_)
        under_way_.erase(letter);
    finished_.clear();
}

// The last courier is kept for what somebody must act on, so that slow mail to customers never
// holds it up.
bool Rounds::may_leave(storage::Lane lane) const
{
    const auto busy = static_cast<int>(under_way_.size());
    const bool reserved = lane == storage::Lane::ordinary && parts_.couriers.couriers() > 1;
    const auto on_this_way = std::ranges::count_if(
        under_way_, [&](const auto& one) { return way_of(one.second) == way_of(lane); });
    return busy < parts_.couriers.couriers() - (reserved ? 1 : 0) &&
           ways_[way_of(lane)].has_room(parts_.clock.now(), static_cast<int>(on_this_way));
}

std::vector<storage::Lane> Rounds::open_lanes() const
{
    std::vector<storage::Lane> lanes;
    std::ranges::copy_if(storage::lanes_by_urgency, std::back_inserter(lanes),
                         [this](storage::Lane lane) { return may_leave(lane); });
    return lanes;
}

std::optional<time::Instant> Rounds::first_rest_over() const
{
    std::optional<time::Instant> first;
    for (const auto& way : ways_)
        first = earlier(first, way.rests_until(parts_.clock.now()));
    return first;
}

void Rounds::send(std::vector<storage::WaitingLetter> letters)
{
    for (auto& letter : letters) {
        if (under_way_.contains(letter.id) || !may_leave(letter.lane))
            continue;
        under_way_.emplace(letter.id, letter.lane);
        spawn(deliver(std::move(letter)));
    }
}

void Rounds::note_way(storage::Lane lane, const mail::Delivery& delivery)
{
    const auto change = ways_[way_of(lane)].note(delivery, parts_.clock.now());
    if (change == Way::Change::none)
        return;
    const bool down = change == Way::Change::went_down;
    parts_.log.write(down ? Level::error : Level::info, down ? "relay_down" : "relay_back",
                     field("way", way_names[way_of(lane)]) + " " +
                         field("detail", delivery.detail));
}

awaitable<void> Rounds::deliver(storage::WaitingLetter letter)
{
    mail::Parcel parcel{letter.sender, letter.recipient, letter.message_id, std::move(letter.mime)};
    auto courier = parts_.courier(letter.lane);
    const auto delivery = co_await parts_.couriers.deliver(std::move(courier), std::move(parcel));

    auto note = [letter, delivery](storage::Transaction& tx) {
        return desk::note_delivery(tx, letter, delivery);
    };
    // What our own stop cut short is no failure of the letter: it goes first thing after the start.
    if (stopping_ && delivery.verdict == mail::Verdict::later)
        co_return;
    note_way(letter.lane, delivery);
    // Until it is written down the letter counts as under way, so a full disk does not send it
    // twice. A daemon that stops does not wait for the disk, but writes down what has gone out.
    Alarm retry{parts_.io.get_executor(), parts_.clock};
    std::expected<desk::Fate, core::Problem> fate;
    do {
        auto attempt = note;
        fate = co_await parts_.store.write(std::move(attempt));
        if (!fate)
            co_await retry.sleep_until(parts_.clock.now() + again_soon);
    } while (!fate && !stopping_);

    // A relay that is down is told once, not for each letter that waits for it.
    const bool told = delivery.relay_down && fate == desk::Fate::later;
    if (fate && *fate != desk::Fate::delivered && !told) {
        const bool never = *fate == desk::Fate::given_up;
        parts_.log.write(
            never ? Level::error : Level::warning, never ? "letter_given_up" : "letter_later",
            field("letter", letter.id.value) + " " + field("failures", letter.failures + 1) + " " +
                field("detail", delivery.detail));
    }
    finished_.push_back(letter.id);
    letter_alarm_.ring();
}

awaitable<void> Rounds::care_round()
{
    std::optional<time::Instant> alarm_at;
    while (!stopping_) {
        keep_alive();
        const auto interval = watchdog_interval();
        const auto wait =
            interval ? std::min<time::Micros>(*interval / 2, care_every) : time::Micros{care_every};
        const auto now = parts_.clock.now();
        // Slept first: what waited while the daemon was down is on its way now, and no reason to
        // alarm anybody.
        co_await care_alarm_.sleep_until(
            std::max(earlier(alarm_at, now + wait).value(), now + care_least));
        if (stopping_)
            co_return;
        alarm_at = co_await take_care();
        co_await look_after_letters();
    }
}

// The real write that shows that the disk works, with whatever is to be told besides promises.
awaitable<std::optional<time::Instant>> Rounds::take_care()
{
    auto care = [house = parts_.house(), machine = parts_.machine,
                 said = ways_[0].trouble()](storage::Transaction& tx) {
        storage::note_heartbeat(tx);
        storage::drop_drafts_before(tx, tx.now() - desk::drafts_kept_for);
        desk::send_daily_letter(tx, *house, machine());
        return desk::raise_alarms(tx, *house, said);
    };
    writing_since_ = parts_.clock.now();
    const auto cared = co_await parts_.store.write(std::move(care));
    writing_since_.reset();
    answered_at_ = parts_.clock.now();
    if (!cared)
        co_return answered_at_ + again_soon;
    wrote_at_ = answered_at_;
    if (cared->letters > 0)
        parts_.log.write(Level::error, "alarm", field("letters", cared->letters));
    co_return cared->more ? parts_.clock.now() : cared->look_again_at;
}

awaitable<void> Rounds::look_after_letters()
{
    auto look = [](storage::Transaction& tx) {
        return storage::outbox_trouble(tx, tx.now() - core::stuck_after, tx.now() - given_up_shown);
    };
    auto trouble = co_await parts_.store.read(std::move(look));
    if (trouble.stuck != trouble_.stuck)
        parts_.log.write(trouble.stuck > 0 ? Level::error : Level::info, "letters_stuck",
                         field("letters", trouble.stuck));
    trouble_ = std::move(trouble);
}

bool Rounds::writes_on_time() const
{
    const auto now = parts_.clock.now();
    const bool hangs = writing_since_ && std::chrono::abs(now - *writing_since_) >= hangs_after;
    return !hangs && std::chrono::abs(now - wrote_at_) < write_late_after;
}

bool Rounds::alive() const
{
    const auto now = parts_.clock.now();
    const bool answers = std::chrono::abs(now - answered_at_) < write_late_after;
    return answers && (parts_.disk_full() || (writes_on_time() && promises_on_time()));
}

// A daemon that hangs is started again.
void Rounds::keep_alive() const
{
    if (alive())
        notify("WATCHDOG=1");
}

} // namespace heard::daemon
