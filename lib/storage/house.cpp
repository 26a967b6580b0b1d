#include "storage/house.hpp"

#include <sqlite3.h>

#include <bit>

namespace heard::storage {

namespace {

/// More tickets than any backup is behind, and few enough for five hundred restores: references
/// have room for 2^30. As much again at random keeps two restores of one backup apart.
constexpr std::int64_t skipped_tickets = 1 << 20;

std::uint64_t random_number()
{
    std::array<unsigned char, sizeof(std::uint64_t)> bytes;
    sqlite3_randomness(static_cast<int>(bytes.size()), bytes.data());
    return std::bit_cast<std::uint64_t>(bytes);
}

} // namespace

std::optional<HouseRow> find_house(Transaction& tx)
{
    const auto read = [](Row& row) {
        HouseRow house;
        row >> house.key >> house.reference_seed >> house.ladder >> house.epoch.number >>
            house.epoch.first_ticket;
        return house;
    };
    auto query = tx.prepare(R"sql(
        select key, reference_seed, ladder, coalesce(number, 0), coalesce(first_ticket, 1)
          from house left join epoch on true
         order by first_ticket desc
         limit 1
    )sql");
    return query.first(read);
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

// The number is random, not counted and not a time: neither the backup nor the clock says which
// were used before.
void begin_epoch(Transaction& tx)
{
    const auto number = static_cast<std::int64_t>(random_number() >> 2);
    const auto skipped =
        skipped_tickets + static_cast<std::int64_t>(random_number() % skipped_tickets);
    auto query = tx.prepare(R"sql(
        insert into epoch (first_ticket, last_ticket, number, begun_at)
        select ?1 + max(last, coalesce((select max(first_ticket) from epoch), 0)), last, ?2, ?3
          from (select coalesce(max(id), 0) as last from ticket)
    )sql");
    query.run(skipped, number, tx.now());
}

Instant house_made_at(Transaction& tx)
{
    return time::from_number(tx.prepare("select created_at from house").value<std::int64_t>());
}

void note_heartbeat(Transaction& tx)
{
    tx.prepare("update house set heartbeat_at = ?1").run(tx.now());
}

std::optional<Instant> last_heartbeat_at(Transaction& tx)
{
    auto query = tx.prepare("select heartbeat_at from house where heartbeat_at is not null");
    return query.first([](Row& row) {
        Instant at;
        row >> at;
        return at;
    });
}

} // namespace heard::storage
