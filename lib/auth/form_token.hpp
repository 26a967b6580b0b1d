// What the form page hides in the form: the key under which the submission is taken in once, and
// the signed time of rendering. Knows no forms; whether a person could be that fast is for others
// to judge. It never expires.
#pragma once

#include "auth/entropy.hpp"
#include "auth/key.hpp"
#include "time/instant.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace heard::auth {

/// 6 bytes of Unix milliseconds, most significant first, then 10 random ones: new keys land near
/// each other in an index.
using FormKey = std::array<unsigned char, 16>;

struct FormToken
{
    FormKey form_key;
    time::Instant rendered_at;
};

/// A token made new, as text: 54 characters of base64url. `now` is not before 1970.
std::string make_form_token(const Signer& form_token_key, time::Instant now, Entropy& entropy);

/// What the token says, if we signed it.
std::optional<FormToken> read_form_token(const Signer& form_token_key, std::string_view text);

} // namespace heard::auth
