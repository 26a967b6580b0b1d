// The outbox: letters as rows, from queued to delivered or given up. The bytes and the Message-ID
// never change.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

/// Which letters go first, and by which way. What somebody must act on never waits behind
/// confirmations.
enum class Lane {
    ordinary, ///< Confirmations and answers.
    urgent,   ///< Somebody must act: warnings, escalations.
    alarm,    ///< What could not be delivered to somebody else; by the second way, if there is one.
    call,     ///< No letter but a call of the webhook; `mime` is what it is told.
};
/// In the order in which they go.
inline constexpr std::array lanes_by_urgency = {Lane::call, Lane::alarm, Lane::urgent,
                                                Lane::ordinary};

struct NewLetter
{
    std::string key; ///< Its cause, such as `received/17`. One cause never writes two letters.
    std::string_view
        what; ///< A literal: `received`, `answer`, `hold`, `warning`, `escalation`, ...
    std::optional<core::TicketId> ticket = {};
    std::string sender = {}; ///< Bare addresses, for the envelope.
    std::string recipient = {};
    std::string message_id = {};
    std::string mime = {};
    Lane lane = Lane::ordinary;
};

/// Queues it for at once and wakes the outbox round. Nothing when its cause has written a letter
/// before.
std::optional<core::LetterId> queue_letter(Transaction& tx, const NewLetter& letter);

/// Whether any of these causes has written one, from `first` up to `end`.
bool has_letter(Transaction& tx, std::string_view first, std::string_view end);
/// The one that was queued last; 0 before the first.
core::LetterId newest_letter(Transaction& tx);

struct WaitingLetter
{
    core::LetterId id;
    std::string sender;
    std::string recipient;
    std::string message_id;
    std::string mime;
    int failures = 0;
    Instant queued_at;
    Lane lane = Lane::ordinary;
};

/// A letter as the index has it, without a look at the letter itself: a page of one that cannot be
/// read keeps no other back.
struct DueLetter
{
    core::LetterId id;
    Lane lane = Lane::ordinary;
};
/// Letters of these lanes whose time to be tried has come, lane by lane, longest waiting first.
std::vector<DueLetter> letters_due(Transaction& tx, int count_max,
                                   std::span<const Lane> lanes = lanes_by_urgency);
/// Nothing when it does not wait any more.
std::optional<WaitingLetter> find_waiting_letter(Transaction& tx, core::LetterId id);
/// The due letters themselves.
std::vector<WaitingLetter> letters_to_send(Transaction& tx, int count_max,
                                           std::span<const Lane> lanes = lanes_by_urgency);
/// When the next of these lanes wants to be tried, of those that do after `after`.
std::optional<Instant> next_letter_at(Transaction& tx, Instant after = Instant::min(),
                                      std::span<const Lane> lanes = lanes_by_urgency);

void note_delivered(Transaction& tx, core::LetterId letter);
void note_later(Transaction& tx, core::LetterId letter, Instant next_try_at,
                std::string_view detail);
/// It was not tried itself, as the mail server could not be reached at all: it stays due, and
/// counts no failure.
void note_unreachable(Transaction& tx, core::LetterId letter, std::string_view detail);
/// Whatever waits for an instant that is still to come waits for one that is `sooner` by so much.
void hasten_letters(Transaction& tx, time::Micros sooner);
/// The causes of these letters, from `first` up to `end`, count as causes that have written none.
void forget_causes(Transaction& tx, std::string_view first, std::string_view end);

/// Refused for good. Whom it should have told of a promise is an alarm's business from now on.
void note_given_up(Transaction& tx, core::LetterId letter, std::string_view detail);

/// A letter that somebody must know about: given up since `since`, or waiting since before
/// `stuck_before`.
struct TroubledLetter
{
    std::string what;
    std::string reference; ///< Of its ticket, or empty.
    std::string detail;    ///< What the mail server last said.
    bool given_up = false;
    std::string branch = {}; ///< Of its ticket, or empty.
};
struct Trouble
{
    std::int64_t stuck = 0;
    std::int64_t given_up = 0;
    std::vector<TroubledLetter> newest; ///< A few of them.
};
Trouble outbox_trouble(Transaction& tx, Instant stuck_before, Instant since);

} // namespace heard::storage
