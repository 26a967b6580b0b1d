// Every letter the house writes, as it goes into the outbox. Composes; does not decide who gets
// one.
#pragma once

#include "core/ladder.hpp"
#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/letter.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::desk::letters {

/// The first e-mail address in what a customer left as contact: `Ann <ann@example.com>, 030 1234`
/// has one, a telephone number has none.
std::optional<std::string> email_in(std::string_view contact);

/// To a customer who left an address: we have it, and until when we promise an answer. In their
/// language, as is every letter to a customer.
struct Confirmation
{
    Instant due_at;
    bool again = false; ///< They have corrected their address since the first.
};
storage::NewLetter received(const House& any, const core::Ticket& ticket,
                            const core::Submission& said, const Confirmation& confirmation);

/// To a customer, from a person.
struct Written
{
    const core::Ticket& ticket;
    const core::Submission& said;
    std::string writer; ///< First name as staff signed up.
    int entry = 0;      ///< Its number on the ticket.
    std::string text;
    std::string done;
    std::optional<Instant> until; ///< The next promise: then it is a holding reply.
};
storage::NewLetter reply(const House& any, const Written& written, Instant now);

/// To a colleague: what a customer said in praise of them, passed on by another one.
struct Praise
{
    const core::Ticket& ticket;
    const core::Submission& said;
    std::string words;
    std::string passed_by;
    const core::Staff& colleague;
};
storage::NewLetter praise(const House& house, const Praise& praise, Instant now);

/// To whoever handled a matter: what the customer says of that, now that it is settled.
struct Remark
{
    const core::Ticket& ticket;
    const core::Submission& said;
    std::string words;
    int entry = 0; ///< Its number on the ticket.
    const core::Staff& colleague;
};
storage::NewLetter remark(const House& house, const Remark& remark, Instant now);

/// One promise that somebody is told of, with what they need to know without signing in.
struct Notice
{
    core::Ticket ticket;
    core::Submission said;
    std::vector<std::string> messages; ///< What they added later, newest first; not all of it.
    core::Promise promise;
    std::string assignee;     ///< Name, or empty.
    std::string maker;        ///< Who made the promise, or empty for the house.
    std::string why_you;      ///< A sentence when the rung would have reached nobody, or empty.
    std::string key;          ///< Of the cause, such as `escalation/5/0/0`.
    bool undelivered = false; ///< Told here because a letter to somebody else did not get through.
};
/// To staff or the owner: one promise that is due soon or late.
storage::NewLetter escalation(const House& house, const std::string& recipient,
                              const Notice& notice, Instant now);
/// Many promises at once, what is due longest first.
struct Table
{
    std::vector<Notice> notices; ///< At least one.
    std::int64_t more = 0;       ///< Others, for which there is no room.
};
/// The same for many at once.
storage::NewLetter escalations(const House& house, const std::string& recipient, Table table,
                               Instant now);

} // namespace heard::desk::letters
