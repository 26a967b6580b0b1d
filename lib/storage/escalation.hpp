// Escalations as rows: one rung reached by one promise, told to one recipient, once.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <string_view>

namespace heard::storage {

/// What makes an escalation the same one: the rung is named by its time from the due time, which
/// outlives new settings.
struct EscalationKey
{
    core::PromiseId promise;
    time::Micros rung{0};
    int turn = 0;
    std::string_view recipient;
};

/// Addresses that differ only in letter case are one person, whichever of them was told.
bool has_escalation(Transaction& tx, const EscalationKey& key);

struct NewEscalation
{
    EscalationKey key;
    Instant planned_at;
    core::LetterId letter;
    Instant alarm_at; ///< Somebody else is told unless the letter got through by then.
};
void add_escalation(Transaction& tx, const NewEscalation& escalation);

} // namespace heard::storage
