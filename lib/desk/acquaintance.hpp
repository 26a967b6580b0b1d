// The customer beside their words: what somebody needs to know to answer well, and, once they have
// answered, how well we know each other. Before an answer nobody is told whether they are a
// regular: everybody gets the same care.
#pragma once

#include "desk/handle.hpp"
#include "desk/thread.hpp"
#include "storage/acquaintance.hpp"

#include <optional>
#include <vector>

namespace heard::desk {

/// Over so many days we say how much of our time they took.
inline constexpr auto lately = std::chrono::days{90};

struct Acquaintance
{
    /// Whether notes can be kept: they left a contact.
    bool has_contact = false;
    std::vector<storage::CustomerNote> notes;
    /// Of the same matter: we owe an answer on it now, or it is about the same invoice. Whoever
    /// answers must know, or asks twice and answers twice.
    std::vector<storage::OtherTicket> same_matter;
    /// All that is shown after an answer only.
    struct Known
    {
        std::vector<storage::OtherTicket> earlier; ///< The other tickets, newest first.
        storage::CustomerNumbers numbers;          ///< With the ticket at hand.
    };
    std::optional<Known> known;
};

Acquaintance acquaintance_with(storage::Transaction& tx, const core::Staff& staff,
                               const Thread& thread);

/// For staff only; stays with the customer, whatever ticket they write next. Problems: not_found;
/// invalid (no words, or they left no contact to keep it under).
std::expected<Done, core::Problem> note_customer(storage::Transaction& tx, const House& house,
                                                 const Handling& handling, std::string_view text);

/// Problems: not_found (the ticket). One that is gone already is well.
std::expected<Done, core::Problem> forget_customer_note(storage::Transaction& tx,
                                                        const House& house,
                                                        const Handling& handling,
                                                        std::int64_t note);

} // namespace heard::desk
