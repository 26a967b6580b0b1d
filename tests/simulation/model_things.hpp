// What there is in the model of a shop: tickets, promises, letters and people, as plain structs.
// Knows no rules; those are the model's.
#pragma once

#include "core/ticket.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace heard::simulation {

using core::Instant;
using core::Micros;

/// Numbers of tickets, promises, staff and letters are those of their rows: 1 is the first.
using Number = std::size_t;

struct ModelEntry
{
    core::EntryKind what = core::EntryKind::message;
    Number staff = 0; ///< 0: the customer.
    std::string text;
    std::string done;
    Instant at = {};
};

/// A rung that one person was told of: the rung's time, its turn, the address in lower case.
using Told = std::tuple<Micros, int, std::string>;

struct ModelPromise
{
    Number ticket = 0;
    Instant made_at;
    Instant due_at;
    Number made_by = 0;
    core::PromiseState state = core::PromiseState::open;
    std::optional<Instant> broken_at = {};
    std::optional<Instant> ended_at = {};
    Instant climbed_until = {};
    std::optional<Instant> look_at = {};
    std::set<Told> told = {};
};

/// What staff write to a customer.
struct ModelReply
{
    Number ticket = 0;
    Number staff = 0;
    std::string text;
    std::string done;
    int seen = 0;
    std::optional<Instant> until = {};
    std::string page = {}; ///< On which it is written, as that calls itself.
};

/// A reply that is about to leave.
struct ModelSending
{
    ModelReply reply;
    core::EntryKind what = core::EntryKind::answer;
    Instant made_at;
    Instant release_at;
};

/// A reply that is still being written.
struct ModelDraft
{
    std::string text;
    std::string done;
    std::optional<Instant> until = {};
    int seen = 0;
    std::string page = {}; ///< Empty: on none any more.
};
/// One for each person and way to reply.
using ModelDrafts = std::map<std::pair<Number, core::EntryKind>, ModelDraft>;

/// A ticket that goes along with another one, and since when.
struct ModelAlong
{
    Instant at;
    Number ticket = 0;
    auto operator<=>(const ModelAlong&) const = default;
};

struct ModelTicket
{
    core::Submission said; ///< With the name and contact as corrected since.
    std::string branch;    ///< That of its matter.
    core::Kind kind = core::Kind::other;
    bool set_aside = false;
    Number assignee = 0;
    int generation = 0; ///< Of the customer's link.
    std::vector<ModelEntry> entries;
    Number goes_along_with = 0; ///< Never one that goes along itself.
    std::set<ModelAlong> along; ///< What goes along with it.
    std::set<Number> went_into; ///< Every ticket it ever went along with.
    Number open_promise = 0;    ///< Of all of the matter, on the one that stays.
    std::optional<ModelSending> leaving;
    ModelDrafts drafts;
    std::set<Number> praised; ///< Staff who had its praise.
    std::optional<Instant> answered_at;
    std::optional<Instant> settled_at;
    std::optional<Instant> erased_at;
    std::vector<std::string> book;
    std::set<std::string> confirmed; ///< Causes of confirmations that were written.
};

enum class LetterState { waiting, delivered, given_up };

/// What a letter must look like when it comes into being.
struct LetterCause
{
    std::string what;
    Number ticket = 0;
    std::string recipient;
    auto operator<=>(const LetterCause&) const = default;
};

struct ModelLetter
{
    std::string what;
    std::string recipient;
    std::string message_id;
    Instant queued_at;
    Instant next_try_at;
    Micros written{0}; ///< As time really goes by.
    int failures = 0;
    LetterState state = LetterState::waiting;
    bool to_customer = false;
    Number ticket = 0;         ///< 0: it is about none, or about many.
    std::set<Number> promises; ///< That it tells of.
};

/// One rung that a look must write down, for one recipient.
struct ExpectedEscalation
{
    Number promise = 0;
    Micros rung{0};
    int turn = 0;
    std::string recipient; ///< In lower case.
    Instant planned_at;
    auto operator<=>(const ExpectedEscalation&) const = default;
};

/// One rung that was written down for one person, in the order of the rows.
struct ModelEscalation
{
    Number promise = 0;
    Micros rung{0};
    std::string recipient; ///< In lower case.
    Number letter = 0;
    Micros written{0};    ///< As time really goes by.
    Micros ran{0};        ///< For how long the daemon had been running by then.
    bool excused = false; ///< The clock was set, or a letter refused: the alarm may come early.
};

/// Somebody else was told of an escalation, or is about to be.
struct ModelAlarm
{
    Number letter = 0; ///< 0: waits for the next digest.
    Micros raised{0};  ///< As time really goes by.
};

} // namespace heard::simulation
