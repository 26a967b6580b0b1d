// By what we notice that two tickets come from the same customer, or are about the same purchase:
// the address or number they gave, and the invoice. Pure. Knows no tickets, and judges nobody.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::core {

/// The address in what a customer gave as contact, in lower case; or the last nine digits of a
/// telephone number, so that `+49 151 2345678` and `0151 2345678` are one. Nothing when it is
/// neither.
std::optional<std::string> contact_key(std::string_view contact);

/// Nothing for no invoice.
std::optional<std::string> invoice_key(std::string_view invoice);

/// The digits by which a telephone number is compared, if there is one in the text.
std::optional<std::string> phone_digits(std::string_view text);

/// All keys of a submission.
std::vector<std::string> acquaintance_keys(std::string_view contact, std::string_view invoice);

} // namespace heard::core
