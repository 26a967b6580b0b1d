// The secret in a ticket's status link. It is computed from the ticket's code and never stored, so
// a copied database opens no status page. Pure; knows no tickets.
#pragma once

#include "auth/key.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heard::auth {

struct StatusToken
{
    std::string code;                  ///< The 6 characters behind `H-`, upper-case.
    std::array<unsigned char, 16> mac; ///< Not yet verified.
};

/// `7k3m9q-` and 26 characters (128 bits) of base32: 33 characters, lower-case, as shown in links.
/// `generation` counts up when a leaked link has to die: all tokens of earlier generations are
/// wrong from then on.
std::string make_status_token(const Signer& status_key, std::string_view code,
                              std::int64_t generation);

/// The parts of a token in any letter case (`O/0` and `I/L/1` forgiven); nothing if it is none.
/// The code finds the ticket, the ticket's generation then verifies the MAC.
std::optional<StatusToken> split_status_token(std::string_view token);

/// True if this token was made with that key for that generation. In constant time.
bool verify_status_token(const Signer& status_key, const StatusToken& token,
                         std::int64_t generation);

} // namespace heard::auth
