#include "storage/house.hpp"

namespace heard::storage {

std::optional<HouseRow> find_house(Transaction& tx)
{
    return tx.prepare("select key, reference_seed, ladder from house").first([](Row& row) {
        HouseRow house;
        row >> house.key >> house.reference_seed >> house.ladder;
        return house;
    });
}

void add_house(Transaction& tx, const HouseRow& house)
{
    tx.prepare("insert into house (id, key, reference_seed, ladder, created_at) "
               "values (1, ?1, ?2, ?3, ?4)")
        .run(house.key, house.reference_seed, house.ladder, tx.now());
}

void set_ladder(Transaction& tx, const std::string& ladder)
{
    if (tx.prepare("select ladder from house").value<std::string>() == ladder)
        return;
    tx.prepare("update house set ladder = ?1").run(ladder);
    tx.prepare("update promise set look_again_at = ?1 where state = 'open'").run(tx.now());
    tx.wake_promises_at(tx.now());
}

Instant house_made_at(Transaction& tx)
{
    return time::from_number(tx.prepare("select created_at from house").value<std::int64_t>());
}

void note_heartbeat(Transaction& tx)
{
    tx.prepare("update house set heartbeat_at = ?1").run(tx.now());
}

} // namespace heard::storage
