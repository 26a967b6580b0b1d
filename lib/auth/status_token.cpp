#include "auth/status_token.hpp"

#include "auth/base32.hpp"

#include <algorithm>

namespace heard::auth {
namespace {

constexpr std::size_t code_characters = 6;
constexpr std::size_t mac_bytes = 16;
constexpr std::size_t mac_characters = 26;

Mac sign(const Signer& status_key, std::string_view code, std::int64_t generation)
{
    std::string message = "heard-status-v1\n";
    message.append(code).append("\n").append(std::to_string(generation));
    return status_key.sign(bytes_of(message));
}

std::string lower(std::string text)
{
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

} // namespace

std::string make_status_token(const Signer& status_key, std::string_view code,
                              std::int64_t generation)
{
    const Mac mac = sign(status_key, code, generation);
    return lower(std::string{code} + "-" + to_base32(Bytes{mac}.first<mac_bytes>()));
}

std::optional<StatusToken> split_status_token(std::string_view token)
{
    if (token.size() != code_characters + 1 + mac_characters || token[code_characters] != '-')
        return std::nullopt;
    const auto code = canonical_base32(token.substr(0, code_characters));
    const auto mac = from_base32(token.substr(code_characters + 1));
    if (!code || !mac)
        return std::nullopt;
    StatusToken parts{*code, {}};
    std::ranges::copy(*mac, parts.mac.begin());
    return parts;
}

bool verify_status_token(const Signer& status_key, const StatusToken& token,
                         std::int64_t generation)
{
    const Mac mac = sign(status_key, token.code, generation);
    return same_secret(token.mac, Bytes{mac}.first<mac_bytes>());
}

} // namespace heard::auth
