#include "daemon/rounds.hpp"

#include "core/retry.hpp"
#include "daemon/notify.hpp"
#include "desk/deliver.hpp"
#include "desk/escalate.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

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
// A letter that was refused for good stays on the staff's page for so long.
constexpr auto given_up_shown = std::chrono::days{3};

} // namespace

Rounds::Rounds(RoundParts parts)
    : parts_{std::move(parts)}
    , promise_alarm_{parts_.io.get_executor(), parts_.clock}
    , letter_alarm_{parts_.io.get_executor(), parts_.clock}
    , care_alarm_{parts_.io.get_executor(), parts_.clock}
    , looked_at_{parts_.clock.now()}
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
        const auto free = parts_.couriers.couriers() - static_cast<int>(under_way_.size());
        std::optional<time::Instant> next;
        if (free > 0) {
            // Those under way are still due in the database: ask for as many more.
            const auto count = free + static_cast<int>(under_way_.size());
            auto find = [count](storage::Transaction& tx) {
                return std::pair{storage::letters_to_send(tx, count), storage::next_letter_at(tx)};
            };
            auto found = co_await parts_.store.read(std::move(find));
            next = found.second;
            for (auto& letter : not_under_way(std::move(found.first)))
                spawn(deliver(std::move(letter)));
        }
        // With letters under way the next to come is due already; whoever finishes rings.
        co_await letter_alarm_.sleep_until(under_way_.empty() ? next : std::nullopt);
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

std::vector<storage::WaitingLetter> Rounds::not_under_way(
    std::vector<storage::WaitingLetter> letters)
{
    std::erase_if(letters, [this](const auto& letter) { return under_way_.contains(letter.id); });
    const auto free = static_cast<std::size_t>(parts_.couriers.couriers()) - under_way_.size();
    letters.resize(std::min(letters.size(), free));
    for (const auto& letter : letters)
        under_way_.insert(letter.id);
    return letters;
}

awaitable<void> Rounds::deliver(storage::WaitingLetter letter)
{
    mail::Parcel parcel{letter.sender, letter.recipient, letter.message_id, std::move(letter.mime)};
    auto courier = parts_.courier();
    const auto delivery = co_await parts_.couriers.deliver(std::move(courier), std::move(parcel));

    auto note = [letter, delivery](storage::Transaction& tx) {
        return desk::note_delivery(tx, letter, delivery);
    };
    // What our own stop cut short is no failure of the letter: it goes first thing after the start.
    if (stopping_ && delivery.verdict == mail::Verdict::later)
        co_return;
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

    if (fate && *fate != desk::Fate::delivered) {
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
    while (!stopping_) {
        keep_alive();
        const auto interval = watchdog_interval();
        const auto wait = interval ? std::min<std::chrono::microseconds>(*interval / 2, care_every)
                                   : std::chrono::microseconds{care_every};
        // Slept first: what waited while the daemon was down is on its way now, and no reason to
        // alarm anybody.
        co_await care_alarm_.sleep_until(parts_.clock.now() + wait);
        co_await look_after_letters();
    }
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

// The watchdog hears from us only while promises are looked at: a daemon that hangs is started
// again.
void Rounds::keep_alive() const
{
    if (promises_on_time())
        notify("WATCHDOG=1");
}

} // namespace heard::daemon
