// Letters about the house itself: how its promises stand, and what is wrong with its machine.
// Composes; does not decide when one goes, nor by which way.
#pragma once

#include "desk/house.hpp"
#include "storage/book.hpp"
#include "storage/letter.hpp"
#include "storage/report.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace heard::desk::letters {

/// How the house stands on one morning.
struct Daily
{
    time::Date date;
    storage::DayNumbers promises;
    std::int64_t to_check = 0;
    std::int64_t letters_in_trouble = 0;
    storage::BookHead book;
    /// Free bytes of the disk, when they are few.
    std::optional<std::uintmax_t> disk_left;
    /// Percent of the room for photos that is used, when little is left.
    std::optional<int> photo_room_used;
};
/// To the owner, once a day, sent even when all is quiet: that it comes is the news.
storage::NewLetter daily(const House& house, const Daily& day, Instant now);

/// What a phone service or a chat is told when letters do not get through.
struct Call
{
    std::int64_t count = 0; ///< Escalations of which nobody could be told.
    std::string said;       ///< By the mail server, or empty.
    std::string key;
};
/// No letter but a JSON text, with nothing in it that a customer said.
storage::NewLetter call(const House& house, const Call& call);

/// What is wrong with the machine itself; such letters go out past the database.
enum class Distress {
    disk_full,
    database_failed,
};
storage::NewLetter distress(const House& house, Distress what, Instant now);
/// The same for the webhook.
storage::NewLetter distress_call(const House& house, Distress what, Instant now);

} // namespace heard::desk::letters
