#include "auth/invoice_link.hpp"

#include "auth/base32.hpp"
#include "auth/key.hpp"

#include <algorithm>

namespace heard::auth {
namespace {

constexpr std::size_t id_max = 4;
constexpr std::size_t reference_max = 32;
constexpr std::size_t mac_bytes = 10;
constexpr std::size_t mac_characters = 16;

bool is_capital_or_digit(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_reference_character(char c)
{
    return is_capital_or_digit(c) || c == '-';
}

/// ASCII only: a letter of any other alphabet stays, and is refused as such.
std::string upper(std::string_view text)
{
    std::string result{text};
    for (char& c : result) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

bool is_key_id(std::string_view id)
{
    return !id.empty() && id.size() <= id_max && std::ranges::all_of(id, is_capital_or_digit);
}

bool is_reference(std::string_view reference)
{
    return !reference.empty() && reference.size() <= reference_max &&
           std::ranges::all_of(reference, is_reference_character);
}

Mac sign(const InvoiceKey& key, std::string_view reference)
{
    std::string message = "heard-invoice-v1\n";
    message.append(key.id).append("\n").append(reference);
    return hmac(bytes_of(key.secret), bytes_of(message));
}

struct Parts
{
    std::string key_id;
    std::string reference;
    std::string_view mac;
};

/// The three parts, the first two folded up and well formed. No part has a dot of its own.
std::optional<Parts> split(std::string_view text)
{
    if (text.size() > id_max + reference_max + mac_characters + 2)
        return std::nullopt;
    const auto first = text.find('.');
    const auto last = text.rfind('.');
    if (first == std::string_view::npos || first == last)
        return std::nullopt;
    Parts parts{upper(text.substr(0, first)), upper(text.substr(first + 1, last - first - 1)),
                text.substr(last + 1)};
    if (!is_key_id(parts.key_id) || !is_reference(parts.reference))
        return std::nullopt;
    return parts;
}

} // namespace

std::optional<std::string> problem_with(const InvoiceKey& key)
{
    if (!is_key_id(key.id))
        return "the id of an invoice key has 1 to 4 of A-Z and 0-9";
    if (key.secret.size() < invoice_secret_min)
        return "the secret of an invoice key has 32 bytes or more";
    return std::nullopt;
}

std::expected<std::string, std::string> make_invoice_link(const InvoiceKey& key,
                                                          std::string_view reference)
{
    const std::string signed_reference = upper(reference);
    if (!is_reference(signed_reference))
        return std::unexpected("an invoice reference has 1 to 32 of A-Z, 0-9 and -");
    const Mac mac = sign(key, signed_reference);
    return key.id + "." + signed_reference + "." + to_base32(Bytes{mac}.first<mac_bytes>());
}

std::optional<InvoiceLink> check_invoice_link(std::span<const InvoiceKey> keys,
                                              std::string_view text)
{
    const auto parts = split(text);
    if (!parts)
        return std::nullopt;
    const auto shown = from_base32(parts->mac);
    const auto key = std::ranges::find(keys, parts->key_id, &InvoiceKey::id);
    if (!shown || key == keys.end())
        return std::nullopt;
    const Mac mac = sign(*key, parts->reference);
    if (!same_secret(*shown, Bytes{mac}.first<mac_bytes>()))
        return std::nullopt;
    return InvoiceLink{parts->reference, key->id, key->retired};
}

} // namespace heard::auth
