#include "daemon/care_round.hpp"

#include "core/retry.hpp"
#include "daemon/notify.hpp"
#include "desk/alarm.hpp"
#include "desk/heartbeat.hpp"
#include "desk/photos.hpp"
#include "storage/photo.hpp"

#include <malloc.h>

namespace heard::daemon {

namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr auto care_every = 10s;
// No write for so long, though one comes every `care_every`, or one under way for so long: the disk
// hangs.
constexpr auto write_late_after = 30s;
constexpr auto hangs_after = 5s;
// An alarm is some minutes after the letter, so it never wants to be looked at more often.
constexpr auto care_least = 1s;
// A letter that was refused for good stays on the staff's page for so long.
constexpr auto given_up_shown = std::chrono::days{3};

} // namespace

CareRound::CareRound(const RoundParts& parts, const PromiseRound& promises,
                     const OutboxRound& outbox)
    : Round{parts}
    , promises_{promises}
    , outbox_{outbox}
    , wrote_at_{now()}
    , answered_at_{wrote_at_}
{}

awaitable<void> CareRound::run()
{
    std::optional<time::Instant> alarm_at;
    co_await beat();
    while (!stopping()) {
        keep_alive();
        const auto interval = watchdog_interval();
        const auto wait =
            interval ? std::min<time::Micros>(*interval / 2, care_every) : time::Micros{care_every};
        // Slept first: what waited while the daemon was down is on its way now, and no reason to
        // alarm anybody.
        co_await sleep_until(std::max(earlier(alarm_at, now() + wait).value(), now() + care_least));
        if (stopping())
            co_return;
        alarm_at = co_await take_care();
        co_await look_after_letters();
        // What busy minutes needed, the machine's other programs can use again. Takes about as long
        // as a page.
        malloc_trim(0);
    }
}

// One that the disk did not take is made up for by the care that follows.
awaitable<void> CareRound::beat()
{
    auto beat = [house = parts().house()](storage::Transaction& tx) {
        return desk::note_heartbeat(tx, *house);
    };
    const auto back = co_await write(std::move(beat));
    if (back)
        note_clock(*back);
}

void CareRound::note_clock(time::Micros back) const
{
    if (back > time::Micros{0})
        parts().log.write(Level::warning, "clock_set_back",
                          field("seconds", std::chrono::floor<std::chrono::seconds>(back).count()));
}

// The real write that shows that the disk works, and whatever is to be told besides promises. Each
// for itself: a page that cannot be read keeps the daily letter back, say, but not the heartbeat.
awaitable<std::optional<time::Instant>> CareRound::take_care()
{
    auto beat = [house = parts().house()](storage::Transaction& tx) {
        const auto back = desk::note_heartbeat(tx, *house);
        storage::drop_drafts_before(tx, tx.now() - desk::drafts_kept_for);
        return back;
    };
    auto daily = [house = parts().house(), machine = parts().machine](storage::Transaction& tx) {
        return desk::send_daily_letter(tx, *house, machine());
    };
    auto alarms = [house = parts().house(), said = outbox_.relay_trouble()](
                      storage::Transaction& tx) { return desk::raise_alarms(tx, *house, said); };
    writing_since_ = now();
    const auto beaten = co_await write(std::move(beat));
    writing_since_.reset();
    answered_at_ = now();
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
        parts().log.write(Level::error, "alarm", field("letters", alarmed->letters));
    co_return alarmed->more ? now() : alarmed->look_again_at;
}

awaitable<void> CareRound::look_after_letters()
{
    auto look = [](storage::Transaction& tx) {
        return storage::outbox_trouble(tx, tx.now() - core::stuck_after, tx.now() - given_up_shown);
    };
    auto trouble = co_await read(std::move(look));
    if (!trouble)
        co_return;
    if (trouble->stuck != trouble_.stuck)
        parts().log.write(trouble->stuck > 0 ? Level::error : Level::info, "letters_stuck",
                          field("letters", trouble->stuck));
    trouble_ = std::move(*trouble);
}

bool CareRound::writes_on_time() const
{
    const auto at = now();
    const bool hangs = writing_since_ && std::chrono::abs(at - *writing_since_) >= hangs_after;
    return !hangs && std::chrono::abs(at - wrote_at_) < write_late_after;
}

bool CareRound::alive() const
{
    const auto at = now();
    const bool answers = std::chrono::abs(at - answered_at_) < write_late_after;
    return answers && (parts().disk_full() || (writes_on_time() && promises_.on_time()));
}

// A daemon that hangs is started again.
void CareRound::keep_alive() const
{
    if (alive())
        notify("WATCHDOG=1");
}

} // namespace heard::daemon
