// A ticket's public name: `H-` and six characters that can be read out over the phone.
// Made from the ticket's number by a keyed shuffle of 30 bits, so that it never repeats, needs no
// index and does not tell a competitor how many complaints there were. It is a name, not a secret:
// the status link is the secret.
#pragma once

#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heard::core {

/// The shuffle of one house. Thread: any.
class References
{
public:
    /// `seed` is made once per house and never changes.
    explicit References(std::uint64_t seed)
        : seed_{seed}
    {}

    /// `H-7K3M9Q` for a ticket number below 2^30.
    std::string of(TicketId ticket) const;

    /// The ticket of that name, `H-` or not, any letter case, O for 0 and I or L for 1. Nothing if
    /// it is no reference.
    std::optional<TicketId> ticket(std::string_view reference) const;

private:
    std::uint64_t seed_;
};

/// The six characters behind `H-`.
std::string_view code_of(std::string_view reference);

} // namespace heard::core
