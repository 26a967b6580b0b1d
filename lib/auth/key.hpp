// Keys of the house, and the signature that everything here is made of: HMAC-SHA-256 (RFC 2104).
// Knows no files: who calls has read the house key from where it lies.
#pragma once

#include "auth/bytes.hpp"

#include <sodium/crypto_auth_hmacsha256.h>

#include <array>
#include <string_view>

namespace heard::auth {

using Key = std::array<unsigned char, 32>;
using Mac = std::array<unsigned char, 32>;

/// `key` may have any length (RFC 2104 §3); below 32 bytes it is weaker than the signature.
Mac hmac(Bytes key, Bytes message);

/// A key made ready to sign. Two of the four blocks that a short signature takes are the key's own,
/// and every submission needs two signatures.
class Signer
{
public:
    /// On purpose not explicit: wherever something is signed, a key will do.
    Signer(const Key& key);
    Mac sign(Bytes message) const;

private:
    crypto_auth_hmacsha256_state begun_;
};

/// A key for one purpose only, so that what is signed for one cannot be shown for another.
/// `purpose` is a fixed word such as `status`; changing it makes everything signed before
/// worthless.
Key derive(const Key& house_key, std::string_view purpose);

} // namespace heard::auth
