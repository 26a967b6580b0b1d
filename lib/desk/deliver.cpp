#include "desk/deliver.hpp"

#include "core/retry.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

/// Spreads retries; which letter gets which share does not matter, only that they differ.
double jitter_of(core::LetterId letter)
{
    return static_cast<double>(letter.value % 97) / 97;
}

Fate fate_of(const storage::WaitingLetter& letter, mail::Verdict verdict, storage::Instant now)
{
    if (verdict == mail::Verdict::delivered)
        return Fate::delivered;
    const bool too_old = now - letter.queued_at >= core::give_up_after;
    return verdict == mail::Verdict::never || too_old ? Fate::given_up : Fate::later;
}

/// Somebody must act on what is urgent: it never waits for long.
storage::Instant::duration wait_after(const storage::WaitingLetter& letter)
{
    const auto wait = core::wait_after(letter.failures + 1, jitter_of(letter.id));
    return letter.lane == storage::Lane::ordinary ? wait : std::min(wait, core::urgent_wait_max);
}

} // namespace

Fate note_delivery(storage::Transaction& tx, const storage::WaitingLetter& letter,
                   const mail::Delivery& delivery)
{
    const auto fate = fate_of(letter, delivery.verdict, tx.now());
    const auto wait = wait_after(letter);
    switch (fate) {
    case Fate::delivered:
        storage::note_delivered(tx, letter.id);
        break;
    case Fate::given_up:
        storage::note_given_up(tx, letter.id, delivery.detail);
        break;
    case Fate::later:
        if (delivery.relay_down)
            storage::note_unreachable(tx, letter.id, delivery.detail);
        else
            storage::note_later(tx, letter.id, tx.now() + wait, delivery.detail);
        break;
    }
    return fate;
}

} // namespace heard::desk
