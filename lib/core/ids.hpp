// Ids are types, so that a promise is never looked up with a ticket's number.
#pragma once

#include <compare>
#include <cstdint>

namespace heard::core {

template <class Tag>
struct Id
{
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
};

using TicketId = Id<struct TicketTag>;
using PromiseId = Id<struct PromiseTag>;
using EntryId = Id<struct EntryTag>;
using StaffId = Id<struct StaffTag>;
using LetterId = Id<struct LetterTag>;
using EscalationId = Id<struct EscalationTag>;

} // namespace heard::core
