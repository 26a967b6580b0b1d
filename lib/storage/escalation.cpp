#include "storage/escalation.hpp"

namespace heard::storage {

bool has_escalation(Transaction& tx, const EscalationKey& key)
{
    auto query = tx.prepare(R"sql(
        select 1
          from escalation
         where promise = ?1 and rung = ?2 and turn = ?3 and recipient = ?4 collate nocase
    )sql");
    return query.value<bool>(key.promise, std::int64_t{key.rung.count()}, key.turn, key.recipient);
}

void add_escalation(Transaction& tx, const NewEscalation& escalation)
{
    auto query = tx.prepare(R"sql(
        insert into escalation (promise, rung, turn, recipient, planned_at, written_at, letter, alarm_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    )sql");
    const auto& key = escalation.key;
    query.run(key.promise, std::int64_t{key.rung.count()}, key.turn, key.recipient,
              escalation.planned_at, tx.now(), escalation.letter, escalation.alarm_at);
}

} // namespace heard::storage
