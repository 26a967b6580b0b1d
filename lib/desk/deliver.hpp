// The outbox round's verb: what becomes of a letter once a courier has judged it.
#pragma once

#include "mail/courier.hpp"
#include "storage/letter.hpp"

namespace heard::desk {

enum class Fate { delivered, later, given_up };

/// Writes down what `delivery` makes of the letter: delivered, tried again after a wait that grows
/// with its failures, or given up because it was refused for good or has waited for too long. A
/// letter that met a relay that is down stays due and counts no failure: the relay is what waits.
Fate note_delivery(storage::Transaction& tx, const storage::WaitingLetter& letter,
                   const mail::Delivery& delivery);

} // namespace heard::desk
