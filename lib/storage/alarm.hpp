// Alarms as rows: an escalation whose letter does not get through, told to somebody else, once to
// each. Knows when an alarm is due; whom it tells is the desk's business.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

/// In the place of an address: the call of the webhook.
inline constexpr std::string_view webhook = "webhook";

/// An escalation of which nobody has been told in time.
struct Untold
{
    core::EscalationId escalation;
    core::PromiseId promise;
    core::TicketId ticket;
    time::Micros rung{0};
    std::string recipient;
};

/// Takes those off the list that need no alarm any more: a letter got through after all, or the
/// promise has ended.
void settle_alarms(Transaction& tx);
/// Those whose alarm is due.
std::vector<Untold> untold_escalations(Transaction& tx, int count_max);
/// When the next one is.
std::optional<Instant> next_alarm_at(Transaction& tx);
/// A letter was given up: what it should have told is due now.
void hasten_alarms(Transaction& tx, core::LetterId letter);
/// What is still to come comes `sooner` by so much.
void hasten_all_alarms(Transaction& tx, time::Micros sooner);

/// Everyone who has a letter about this promise from this rung or a later one, or is about to get
/// one, delivered or not. Whoever was only warned on an earlier rung does not know of this one.
std::vector<std::string> recipients_told_of(Transaction& tx, core::PromiseId promise,
                                            time::Micros rung);

/// `recipient` is told of it with the next digest. Nothing happens when that was done before.
void add_alarm(Transaction& tx, core::EscalationId escalation, std::string_view recipient);
bool has_alarm(Transaction& tx, core::EscalationId escalation, std::string_view recipient);
/// When to tell yet another one, unless a letter has got through by then; nothing: all is said.
void set_alarm_at(Transaction& tx, core::EscalationId escalation, std::optional<Instant> at);

/// Who waits for a digest, apart from those who have one on its way or got one since `since`. One
/// from an instant that is still to come does not count: the clock has been set back.
std::vector<std::string> recipients_to_alarm(Transaction& tx, Instant since);

/// One escalation of a digest, and why it is in there. A promise has one for each person who should
/// have been told of it.
struct Undelivered
{
    core::EscalationId escalation;
    core::PromiseId promise;
    core::TicketId ticket;
    std::string recipient; ///< Who should have been told.
    Instant written_at;
    std::string detail; ///< What the mail server said last; empty: the letter was not tried itself.
    bool given_up = false;
};
/// What `recipient` is to be told now, promise by promise, what is due longest first.
std::vector<Undelivered> alarms_for(Transaction& tx, std::string_view recipient, int promises_max);
/// How many promises that is in all.
std::int64_t count_promises_for(Transaction& tx, std::string_view recipient);
/// All of that is in this letter.
void note_alarm_written(Transaction& tx, std::string_view recipient, core::LetterId letter);

} // namespace heard::storage
