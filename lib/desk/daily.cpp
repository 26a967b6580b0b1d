#include "desk/daily.hpp"

#include "core/retry.hpp"
#include "desk/house_letters.hpp"
#include "desk/photos.hpp"
#include "storage/house.hpp"

namespace heard::desk {

namespace {

using namespace std::chrono;

// A letter that was refused for good is no news after this.
constexpr auto trouble_since = days{1};

std::optional<int> little_photo_room(storage::Transaction& tx, const House& house)
{
    constexpr int nearly_all = 90;
    const auto used = photo_room_used(tx, house);
    return used > nearly_all ? std::optional{used} : std::nullopt;
}

/// The letter as it would be queued now.
letters::Daily daily_of(storage::Transaction& tx, const House& house, local_days today)
{
    const auto midnight = [&](local_days day) { return house.zone().instant(day); };
    const storage::Day day{midnight(today - days{1}), midnight(today), midnight(today + days{1})};
    const auto trouble =
        storage::outbox_trouble(tx, tx.now() - core::stuck_after, tx.now() - trouble_since);
    return {.date = year_month_day{today},
            .promises = storage::day_numbers(tx, day),
            .to_check = storage::queue_counts(tx, "").to_check,
            .letters_in_trouble = trouble.stuck + trouble.given_up,
            .book = storage::book_head(tx),
            .disk_left = {},
            .photo_room_used = little_photo_room(tx, house)};
}

} // namespace

bool send_daily_letter(storage::Transaction& tx, const House& house, const Machine& machine)
{
    if (!house.daily_at)
        return false;
    const auto wall = house.zone().at(tx.now()).wall;
    const auto today = floor<days>(wall);
    if (wall < today + *house.daily_at)
        return false;
    if (house.zone().instant(today + *house.daily_at) < storage::house_made_at(tx))
        return false;
    if (storage::has_letter(tx, "daily/" + time::to_text(year_month_day{today})))
        return false;
    auto day = daily_of(tx, house, today);
    day.disk_left = machine.disk_left;
    return storage::queue_letter(tx, letters::daily(house, day, tx.now())).has_value();
}

} // namespace heard::desk
