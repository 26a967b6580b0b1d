#include "auth/form_token.hpp"

#include "auth/base64url.hpp"

#include <algorithm>

namespace heard::auth {
namespace {

constexpr std::size_t milliseconds_bytes = 6;
constexpr std::size_t key_bytes = 16;
constexpr std::size_t signed_bytes = key_bytes + 8; // The key, then the microseconds of rendering.
constexpr std::size_t mac_bytes = 16;

using Raw = std::array<unsigned char, signed_bytes + mac_bytes>;

Mac sign(const Signer& form_token_key, const Raw& raw)
{
    constexpr std::string_view purpose = "heard-form-v1\n";
    std::array<unsigned char, purpose.size() + signed_bytes> message;
    const auto behind = std::ranges::copy(purpose, message.begin()).out;
    std::ranges::copy(Bytes{raw}.first<signed_bytes>(), behind);
    return form_token_key.sign(message);
}

} // namespace

std::string make_form_token(const Signer& form_token_key, time::Instant now, Entropy& entropy)
{
    const auto micros = static_cast<std::uint64_t>(time::to_number(now));
    Raw raw;
    const std::span<unsigned char> all{raw};
    write_big_endian(micros / 1000, all.first<milliseconds_bytes>());
    entropy.fill(all.subspan<milliseconds_bytes, key_bytes - milliseconds_bytes>());
    write_big_endian(micros, all.subspan<key_bytes, signed_bytes - key_bytes>());
    const Mac mac = sign(form_token_key, raw);
    std::ranges::copy(Bytes{mac}.first<mac_bytes>(), all.subspan<signed_bytes>().begin());
    return to_base64url(raw);
}

std::optional<FormToken> read_form_token(const Signer& form_token_key, std::string_view text)
{
    Raw raw;
    if (!from_base64url(text, raw))
        return std::nullopt;
    const Bytes all{raw};
    const Mac mac = sign(form_token_key, raw);
    if (!same_secret(all.subspan<signed_bytes>(), Bytes{mac}.first<mac_bytes>()))
        return std::nullopt;
    FormToken token;
    std::ranges::copy(all.first<key_bytes>(), token.form_key.begin());
    const auto micros = read_big_endian(all.subspan<key_bytes, signed_bytes - key_bytes>());
    token.rendered_at = time::from_number(static_cast<std::int64_t>(micros));
    return token;
}

} // namespace heard::auth
