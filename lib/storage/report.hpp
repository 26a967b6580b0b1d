// What the queue and the owner's page read: many tickets at a glance, and the plain numbers.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::storage {

/// The staff's views of the queue; see INTERFACE.md.
enum class View { due, mine, promised, praise, check, all };
std::string_view to_text(View view);
std::optional<View> view_from(std::string_view text);

struct QueueQuestion
{
    View view = View::due;
    core::StaffId staff; ///< Whose page it is, for `mine`.
    std::string branch;  ///< Only this branch's tickets and those of none; empty: all.
    int rows_max = 50;
};

struct QueueRow
{
    core::TicketId ticket;
    std::string reference;
    core::Kind kind = core::Kind::other;
    std::string branch;
    std::string customer; ///< Their name, or empty.
    /// How the submission begins, or, when that was erased, the newest message since; up to 200
    /// characters. Empty: all is erased.
    std::string words;
    std::string assignee;                       ///< Name, or empty.
    std::optional<Instant> assignee_away_until; ///< They said so; it may be over.
    Instant opened_at;
    std::optional<Instant> due_at; ///< Of the open promise; nothing when none is open.
    bool promised_by_staff = false;
    bool settled = false;
    bool set_aside = false;
    std::optional<Instant> erased_at; ///< What had been said until then is gone.
};

/// By due time alone; those without an open promise (view `all`) after them, newest first.
std::vector<QueueRow> queue(Transaction& tx, const QueueQuestion& question);

struct QueueCounts
{
    std::int64_t open = 0;
    std::int64_t late = 0;
    std::int64_t to_check = 0;
};
QueueCounts queue_counts(Transaction& tx, const std::string& branch);

/// Which tickets the book has grown for.
struct News
{
    std::int64_t newest = 0; ///< Number of the book's newest line.
    std::vector<std::string> references;
    bool many = false; ///< More than are named; also when the book has no such line.
};
/// Since the line with that number, on tickets that staff of this branch may see. What happens on
/// one ticket of a matter is told of all of them: each may stand in a list of its own.
News news_since(Transaction& tx, std::int64_t line, const std::string& branch);

/// Promises by how they stand or ended.
struct PromiseNumbers
{
    std::int64_t open = 0; ///< Includes `open_late`.
    std::int64_t open_late = 0;
    std::int64_t kept = 0;
    std::int64_t broken = 0; ///< All whose due time passed while open, answered later or not.
    std::int64_t answered_late = 0; ///< Those of them that a reply ended.
    std::int64_t released = 0;
};
PromiseNumbers promise_numbers(Transaction& tx);
/// The same for the tickets of one branch; empty: all.
PromiseNumbers promise_numbers_of(Transaction& tx, std::string_view branch);

/// What the owner reads each morning.
struct DayNumbers
{
    std::int64_t open = 0;
    std::int64_t due_today = 0; ///< Of those: due before the day ends, or late already.
    std::int64_t broken_yesterday = 0;
};
/// The day begins and ends as the shop's wall clock says.
struct Day
{
    Instant yesterday;
    Instant begins;
    Instant ends;
};
DayNumbers day_numbers(Transaction& tx, const Day& day);

/// How long after its planned time an escalation was written, and its letter delivered.
struct Lateness
{
    std::int64_t count = 0;
    std::int64_t undelivered = 0;
    time::Micros written_median{0};
    time::Micros written_worst{0};
    time::Micros delivered_median{0};
    time::Micros delivered_worst{0};
};
Lateness escalation_lateness(Transaction& tx, Instant since);
Lateness escalation_lateness_of(Transaction& tx, std::string_view branch, Instant since);

} // namespace heard::storage
