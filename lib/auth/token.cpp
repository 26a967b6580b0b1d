#include "auth/token.hpp"

#include "auth/base64url.hpp"

#include <sodium.h>

namespace heard::auth {
namespace {

using Raw = std::array<unsigned char, 32>;

} // namespace

std::string make_token(Entropy& entropy)
{
    Raw raw;
    entropy.fill(raw);
    return to_base64url(raw);
}

std::optional<Digest> digest(std::string_view token)
{
    Raw raw;
    if (!from_base64url(token, raw))
        return std::nullopt;
    static_assert(std::tuple_size_v<Digest> == crypto_hash_sha256_BYTES);
    Digest result;
    crypto_hash_sha256(result.data(), bytes_of(token).data(), token.size());
    return result;
}

} // namespace heard::auth
