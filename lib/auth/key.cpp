#include "auth/key.hpp"

#include <sodium.h>

namespace heard::auth {

namespace {

Mac ended(crypto_auth_hmacsha256_state state, Bytes message)
{
    static_assert(std::tuple_size_v<Mac> == crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    Mac mac;
    crypto_auth_hmacsha256_final(&state, mac.data());
    sodium_memzero(&state, sizeof state);
    return mac;
}

} // namespace

// Not the one-call function: that one takes keys of exactly 32 bytes.
Mac hmac(Bytes key, Bytes message)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    return ended(state, message);
}

Signer::Signer(const Key& key)
{
    crypto_auth_hmacsha256_init(&begun_, key.data(), key.size());
}

Mac Signer::sign(Bytes message) const
{
    return ended(begun_, message);
}

Key derive(const Key& house_key, std::string_view purpose)
{
    return hmac(house_key, bytes_of(purpose));
}

} // namespace heard::auth
