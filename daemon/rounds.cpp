#include "daemon/rounds.hpp"

#include "core/retry.hpp"
#include "daemon/notify.hpp"
#include "desk/alarm.hpp"
#include "desk/deliver.hpp"
#include "desk/escalate.hpp"
#include "desk/heartbeat.hpp"
#include "desk/photos.hpp"
#include "desk/release.hpp"
#include "storage/photo.hpp"
#include "storage/search_index.hpp"
#include "storage/sending.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <deque>
#include <iterator>
#include <new>

namespace heard::daemon {

namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

// A write that the store could not take (queue or disk full) is tried again this soon: promises do
// not wait for long.
constexpr auto again_soon = 1s;
constexpr auto care_every = 10s;
// What is said is found so soon after: together with what others say meanwhile.
constexpr auto searched_after = 250ms;
// A round that is this late means that nobody is told in time.
constexpr auto late_after = 60s;
// The same for the care round's write, which comes every `care_every`, and for one that hangs.
constexpr auto write_late_after = 30s;
constexpr auto hangs_after = 5s;
// An alarm is some minutes after the letter, so it never wants to be looked at more often.
constexpr auto care_least = 1s;
// A letter that was refused for good stays on the staff's page for so long.
constexpr auto given_up_shown = std::chrono::days{3};
// Pieces of all promises that may turn out to be damaged in one look; submissions wait meanwhile.
constexpr int pieces_max = 4000;
// Replies that leave in one go: more than a team writes in a second.
constexpr int replies_max = 100;

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
    , search_alarm_{parts_.io.get_executor(), parts_.clock}
    , looked_at_{parts_.clock.now()}
    , wrote_at_{looked_at_}
    , answered_at_{looked_at_}
{}

void Rounds::start()
{
    // First the heartbeat: should the clock have been set back while the daemon was down, what the
    // other rounds write belongs to the new time.
    spawn(care_round());
    spawn(promise_round());
    spawn(outbox_round());
    spawn(search_round());
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
    if (!wake.tickets.empty())
        search_alarm_.ring_at(parts_.clock.now() + searched_after);
}

void Rounds::wake_all()
{
    care_alarm_.ring(); // First, as at the start.
    promise_alarm_.ring();
    letter_alarm_.ring();
    search_alarm_.ring();
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

// A job that throws is passed over like one that met damage: what stands in the database is then
// not what it should be, and the round has others to serve. Want of memory is nobody's fault but
// the machine's.
template <class Job>
awaitable<Rounds::Written<Job>> Rounds::write(Job job)
{
    return past_damage<Job>(parts_.store.write_first(std::move(job)));
}

/// For what can wait: behind the customers.
template <class Job>
awaitable<Rounds::Written<Job>> Rounds::write_in_turn(Job job)
{
    return past_damage<Job>(parts_.store.write(std::move(job)));
}

template <class Job>
awaitable<Rounds::Written<Job>> Rounds::past_damage(awaitable<Written<Job>> writing)
{
    try {
        co_return co_await std::move(writing);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failed) {
        parts_.damaged(failed.what());
    }
    co_return std::unexpected{storage::problem_of(storage::Outcome::damaged)};
}

/// Nothing: it cannot be read.
template <class Job>
awaitable<std::optional<std::invoke_result_t<Job&, storage::Transaction&>>> Rounds::read(Job job)
{
    try {
        co_return co_await parts_.store.read(std::move(job));
    } catch (const storage::Error& error) {
        if (!error.damaged())
            throw;
    }
    co_return std::nullopt;
}

awaitable<void> Rounds::promise_round()
{
    while (!stopping_) {
        // First: a reply that has waited keeps its promise, and nobody need be told of it.
        const auto next_release = co_await release_replies();
        auto look = [house = parts_.house()](storage::Transaction& tx) {
            return desk::escalate(tx, *house);
        };
        const auto looked = co_await write(std::move(look));
        std::optional<desk::Looked> seen;
        if (looked)
            seen = *looked;
        else if (storage::tells_of_damage(looked.error()))
            seen = co_await look_past_damage();
        if (!seen) {
            co_await promise_alarm_.sleep_until(parts_.clock.now() + again_soon);
            continue;
        }
        if (looked)
            note_passed_over(0);
        looked_at_ = parts_.clock.now();
        if (seen->escalations > 0)
            parts_.log.write(Level::info, "escalated",
                             field("escalations", seen->escalations) + " " +
                                 field("promises", seen->promises));
        if (!seen->more)
            co_await promise_alarm_.sleep_until(earlier(seen->look_again_at, next_release));
    }
}

/// Gives when the next one leaves. Each in a transaction of its own: one that meets damage holds up
/// no other.
awaitable<std::optional<time::Instant>> Rounds::release_replies()
{
    auto find = [](storage::Transaction& tx) {
        return std::pair{storage::tickets_to_release(tx, replies_max),
                         storage::next_release_at(tx)};
    };
    const auto found = co_await read(std::move(find));
    if (!found)
        co_return parts_.clock.now() + again_soon;
    bool refused = false; // By a full disk, say.
    for (const auto ticket : found->first) {
        auto release = [house = parts_.house(), ticket](storage::Transaction& tx) {
            desk::release_when_due(tx, *house, ticket);
            return ticket;
        };
        const auto released = co_await write(std::move(release));
        if (!released && storage::tells_of_damage(released.error()))
            parts_.log.write(Level::error, "reply_passed_over", field("ticket", ticket.value));
        else
            refused = refused || !released;
    }
    const bool more = found->first.size() == replies_max;
    co_return refused || more ? parts_.clock.now() + again_soon : found->second;
}

// All promises, then those halves of them that meet damage, and so on: large pieces that can be
// read come first, and in the end only those promises are left whose own pages cannot be.
awaitable<std::optional<desk::Looked>> Rounds::look_past_damage()
{
    const auto all = co_await range_of_promises();
    if (!all)
        co_return std::nullopt;
    desk::Looked sum;
    std::size_t passed_over = 0;
    std::deque<storage::PromiseRange> pieces{*all};
    for (int failures = 0; !pieces.empty() && failures < pieces_max && !stopping_;) {
        const auto piece = pieces.front();
        pieces.pop_front();
        auto look = [house = parts_.house(), piece](storage::Transaction& tx) {
            return desk::escalate_among(tx, *house, piece);
        };
        const auto looked = co_await write(std::move(look));
        if (!looked && !storage::tells_of_damage(looked.error()))
            co_return std::nullopt; // A full disk, say: all of it again, soon.
        if (!looked) {
            ++failures;
            const auto middle = piece.first + (piece.last - piece.first) / 2;
            if (piece.first >= piece.last)
                ++passed_over;
            else
                pieces.insert(pieces.end(), {{piece.first, middle}, {middle + 1, piece.last}});
            continue;
        }
        sum.promises += looked->promises;
        sum.escalations += looked->escalations;
        sum.more = sum.more || looked->more;
        sum.look_again_at = earlier(sum.look_again_at, looked->look_again_at);
    }
    note_passed_over(passed_over + pieces.size());
    co_return sum;
}

/// Nothing: neither the promises nor the index of the open ones says how many there are.
awaitable<std::optional<storage::PromiseRange>> Rounds::range_of_promises()
{
    auto all = [](storage::Transaction& tx) { return storage::all_promises(tx); };
    if (const auto range = co_await read(std::move(all)))
        co_return range;
    auto open = [](storage::Transaction& tx) { return storage::all_open_promises(tx); };
    co_return co_await read(std::move(open));
}

void Rounds::note_passed_over(std::size_t promises)
{
    if (promises != promises_passed_over_)
        parts_.log.write(promises > 0 ? Level::error : Level::info, "promises_passed_over",
                         field("promises", promises));
    promises_passed_over_ = promises;
}

awaitable<void> Rounds::outbox_round()
{
    while (!stopping_) {
        forget_finished();
        const auto now = parts_.clock.now();
        // Those under way are still due in the database: ask for as many more.
        const auto count =
            parts_.couriers.couriers() + static_cast<int>(under_way_.size() + passed_over_.size());
        // Before the look: a way that has rested meanwhile is looked at again.
        const auto rest_over = first_rest_over();
        auto find = [count, now, lanes = open_lanes()](storage::Transaction& tx) {
            std::vector<storage::DueLetter> letters;
            for (const auto& lane : lanes)
                std::ranges::move(storage::letters_due(tx, count, {&lane, 1}),
                                  std::back_inserter(letters));
            return std::pair{std::move(letters), storage::next_letter_at(tx, now, lanes)};
        };
        const auto found = co_await read(std::move(find));
        if (!found) {
            co_await letter_alarm_.sleep_until(parts_.clock.now() + again_soon);
            continue;
        }
        send(found->first);
        // What is due and has not left waits for a courier, who rings, or for a way that rests.
        co_await letter_alarm_.sleep_until(earlier(found->second, rest_over));
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

void Rounds::send(const std::vector<storage::DueLetter>& letters)
{
    for (const auto& letter : letters) {
        if (under_way_.contains(letter.id) || passed_over_.contains(letter.id) ||
            !may_leave(letter.lane))
            continue;
        under_way_.emplace(letter.id, letter.lane);
        spawn(deliver(letter));
    }
}

void Rounds::finish(core::LetterId letter)
{
    finished_.push_back(letter);
    letter_alarm_.ring();
}

void Rounds::pass_over(core::LetterId letter)
{
    parts_.log.write(Level::error, "letter_passed_over", field("letter", letter.value));
    passed_over_.insert(letter);
    finish(letter);
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

awaitable<void> Rounds::deliver(storage::DueLetter due)
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

awaitable<void> Rounds::deliver_found(storage::WaitingLetter letter)
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
        fate = co_await write(std::move(attempt));
        if (!fate && storage::tells_of_damage(fate.error())) {
            pass_over(letter.id);
            co_return;
        }
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
    finish(letter.id);
}

awaitable<void> Rounds::care_round()
{
    std::optional<time::Instant> alarm_at;
    co_await beat();
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

// One that the disk did not take is made up for by the care that follows.
awaitable<void> Rounds::beat()
{
    auto beat = [house = parts_.house()](storage::Transaction& tx) {
        return desk::note_heartbeat(tx, *house);
    };
    const auto back = co_await write(std::move(beat));
    if (back)
        note_clock(*back);
}

void Rounds::note_clock(time::Micros back) const
{
    if (back > time::Micros{0})
        parts_.log.write(Level::warning, "clock_set_back",
                         field("seconds", std::chrono::floor<std::chrono::seconds>(back).count()));
}

// The real write that shows that the disk works, and whatever is to be told besides promises. Each
// for itself: a page that cannot be read keeps the daily letter back, say, but not the heartbeat.
awaitable<std::optional<time::Instant>> Rounds::take_care()
{
    auto beat = [house = parts_.house()](storage::Transaction& tx) {
        const auto back = desk::note_heartbeat(tx, *house);
        storage::drop_drafts_before(tx, tx.now() - desk::drafts_kept_for);
        return back;
    };
    auto daily = [house = parts_.house(), machine = parts_.machine](storage::Transaction& tx) {
        return desk::send_daily_letter(tx, *house, machine());
    };
    auto alarms = [house = parts_.house(), said = ways_[0].trouble()](storage::Transaction& tx) {
        return desk::raise_alarms(tx, *house, said);
    };
    writing_since_ = parts_.clock.now();
    const auto beaten = co_await write(std::move(beat));
    writing_since_.reset();
    answered_at_ = parts_.clock.now();
    if (!beaten && !storage::tells_of_damage(beaten.error()))
        co_return answered_at_ + again_soon;
    if (beaten) {
        wrote_at_ = answered_at_;
        note_clock(*beaten);
    }
    co_await write(std::move(daily));
    const auto alarmed = co_await write(std::move(alarms));
    if (!alarmed)
        co_return std::nullopt;
    if (alarmed->letters > 0)
        parts_.log.write(Level::error, "alarm", field("letters", alarmed->letters));
    co_return alarmed->more ? parts_.clock.now() : alarmed->look_again_at;
}

awaitable<void> Rounds::look_after_letters()
{
    auto look = [](storage::Transaction& tx) {
        return storage::outbox_trouble(tx, tx.now() - core::stuck_after, tx.now() - given_up_shown);
    };
    auto trouble = co_await read(std::move(look));
    if (!trouble)
        co_return;
    if (trouble->stuck != trouble_.stuck)
        parts_.log.write(trouble->stuck > 0 ? Level::error : Level::info, "letters_stuck",
                         field("letters", trouble->stuck));
    trouble_ = std::move(*trouble);
}

// Works a tenth of the time at most, and less the longer it waits for its turn: those who search
// can wait, customers cannot. An index that is damaged leaves the daemon as it is.
awaitable<void> Rounds::search_round()
{
    while (!stopping_) {
        const auto begun = parts_.clock.now();
        auto step = [](storage::Transaction& tx) { return storage::tend_search(tx); };
        const auto more = co_await write_in_turn(std::move(step));
        const auto took = std::chrono::abs(parts_.clock.now() - begun);
        const bool damaged = !more && storage::tells_of_damage(more.error());
        std::optional<time::Instant> next;
        if (more ? *more : !damaged)
            next = parts_.clock.now() + (more ? 9 * took : time::Micros{again_soon});
        co_await search_alarm_.sleep_until(next);
    }
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
