// The outbox: letters as rows, from queued to delivered or given up. The bytes and the Message-ID
// never change.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

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
};

/// Queues it for at once and wakes the outbox round. Nothing when its cause has written a letter
/// before.
std::optional<core::LetterId> queue_letter(Transaction& tx, const NewLetter& letter);

struct WaitingLetter
{
    core::LetterId id;
    std::string sender;
    std::string recipient;
    std::string message_id;
    std::string mime;
    int failures = 0;
    Instant queued_at;
};

/// Letters whose time to be tried has come, longest waiting first.
std::vector<WaitingLetter> letters_to_send(Transaction& tx, int count_max);
std::optional<Instant> next_letter_at(Transaction& tx);

void note_delivered(Transaction& tx, core::LetterId letter);
void note_later(Transaction& tx, core::LetterId letter, Instant next_try_at,
                std::string_view detail);
void note_given_up(Transaction& tx, core::LetterId letter, std::string_view detail);

/// A letter that somebody must know about: given up since `since`, or waiting since before
/// `stuck_before`.
struct TroubledLetter
{
    std::string what;
    std::string reference; ///< Of its ticket, or empty.
    std::string detail;    ///< What the mail server last said.
    bool given_up = false;
};
struct Trouble
{
    std::int64_t stuck = 0;
    std::int64_t given_up = 0;
    std::vector<TroubledLetter> newest; ///< A few of them.
};
Trouble outbox_trouble(Transaction& tx, Instant stuck_before, Instant since);

} // namespace heard::storage
