// Secrets that we hand out once and look up later: sessions and one-time set-up links.
// Knows neither: the holder gets the token, we keep only its digest, so a copied database signs
// nobody in.
#pragma once

#include "auth/entropy.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace heard::auth {

using Digest = std::array<unsigned char, 32>;

/// 256 random bits as 43 characters of base64url.
std::string make_token(Entropy& entropy);

/// SHA-256 of the token's text: what is stored and looked up. Nothing if the text cannot be a token
/// of ours, so that no look-up is made for it. No salt and no stretching: there is nothing to guess
/// in 256 random bits.
std::optional<Digest> digest(std::string_view token);

} // namespace heard::auth
