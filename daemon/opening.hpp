// From settings and a database to a house that can open: what the daemon and the commands do before
// anything else.
#pragma once

#include "auth/entropy.hpp"
#include "daemon/config.hpp"
#include "desk/house.hpp"
#include "mail/courier.hpp"
#include "site/site.hpp"
#include "storage/database.hpp"
#include "storage/house.hpp"
#include "storage/letter.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace heard::daemon {

/// What the database says of the house; made up, with fresh keys, when the database is new.
storage::HouseRow open_house(storage::Database& database, time::Instant now,
                             auth::Entropy& entropy);

/// What the start finds out about a database.
struct OpenedHouse
{
    storage::HouseRow row;
    /// What is wrong with it, a sentence each. Answering customers matters more: the doors open all
    /// the same, and whoever runs the shop is told.
    std::vector<std::string> findings;
    /// A page that cannot be read, where it was looked at.
    std::optional<std::string> damage = {};
};

/// Opens the house of a database that nobody writes to yet, looks through what is newest in it, and
/// keeps a copy of a log that is damaged. Throws storage::Error when there is no way in: what every
/// page and letter needs cannot be read.
OpenedHouse open_checked_house(const std::filesystem::path& database, time::Instant now,
                               auth::Entropy& entropy);

/// For a command that is about to open the database: keeps a copy of a log that is damaged, and
/// says so on standard error. Throws storage::Error when it cannot be kept.
void warn_of_damaged_log(const Config& config);

/// The house of these settings over that database.
desk::House make_house(const Config& config, const storage::HouseRow& row);

/// Who takes the letters of each lane.
struct Couriers
{
    std::shared_ptr<mail::Courier> mail;
    std::shared_ptr<mail::Courier>
        alarm; ///< The second way with the first behind it, or the first.
    std::shared_ptr<mail::Courier> webhook; ///< Gives up whatever it gets when there is none.

    std::shared_ptr<mail::Courier> of(storage::Lane lane) const;
};

/// `stop` ends deliveries that have not come to the letter itself.
Couriers make_couriers(const Config& config, const std::stop_token& stop);

/// The owner's picture for pages. Empty when there is none.
site::Photo photo_of(const Config& config);

} // namespace heard::daemon
