// One e-mail address, and whether it can be written to. Knows neither letters nor whether anybody
// reads there.
#pragma once

#include <string>
#include <string_view>

namespace heard::mail {

struct Address
{
    std::string name; ///< UTF-8, as people write it; may be empty.
    std::string email;
};

/// A mailbox that we are ready to hand to a mail server: `local@domain` or `local@[ip]` (RFC 5321
/// §4.1.2), all ASCII, at most 64 and 254 bytes. Narrower than the RFC on purpose: no quoted local
/// parts, whose spaces and brackets only ever turn up in attacks, and no UTF-8 (a domain in other
/// letters is written as `xn--...`).
bool is_address(std::string_view email);

} // namespace heard::mail
