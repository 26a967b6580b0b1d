#include "desk/heartbeat.hpp"

#include "desk/daily.hpp"
#include "storage/alarm.hpp"
#include "storage/house.hpp"
#include "storage/letter.hpp"

namespace heard::desk {

Micros note_heartbeat(storage::Transaction& tx, const House& house)
{
    const auto last = storage::last_heartbeat_at(tx);
    storage::note_heartbeat(tx);
    if (!last || *last <= tx.now())
        return Micros{0};
    const auto back = *last - tx.now();
    storage::hasten_letters(tx, back);
    storage::hasten_all_alarms(tx, back);
    forget_days_to_come(tx, house);
    return back;
}

} // namespace heard::desk
