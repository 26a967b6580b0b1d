#include "auth/invoice_link.hpp"

#include "auth/base32.hpp"
#include "auth/key.hpp"

#include <algorithm>
#include <vector>

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

std::string link_text(const InvoiceKey& key, std::string_view reference, const Mac& mac)
{
    return key.id + "." + std::string{reference} + "." + to_base32(Bytes{mac}.first<mac_bytes>());
}

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

/// What stands behind the last `/F/`, or all of it.
std::string_view behind_address(std::string_view typed)
{
    for (const std::string_view path : {"/F/", "/f/"})
        if (const auto at = typed.rfind(path); at != typed.npos)
            typed.remove_prefix(at + path.size());
    return typed;
}

/// What a link is made of, folded up, without the dots and whatever else stands between.
std::string condensed(std::string_view typed)
{
    auto text = upper(typed);
    std::erase_if(text, [](char c) { return !is_reference_character(c); });
    return text;
}

/// A reference of which nobody knows whether its round letters are letters.
class Doubtful
{
public:
    explicit Doubtful(std::string_view typed)
        : typed_{typed}
    {
        for (std::size_t at = 0; at < typed.size() && doubts_.size() < doubts_max; ++at)
            if (digit_like(typed[at]))
                doubts_.push_back(at);
    }

    unsigned readings() const { return 1U << doubts_.size(); }

    /// Reading 0 is as it was typed; in the others each bit makes one letter the digit it looks
    /// like.
    std::string read(unsigned reading) const
    {
        auto text = typed_;
        for (std::size_t doubt = 0; doubt < doubts_.size(); ++doubt)
            if ((reading >> doubt & 1U) != 0)
                text[doubts_[doubt]] = digit_like(text[doubts_[doubt]]);
        return text;
    }

private:
    /// So that one request costs 64 signatures at most, for each key. Letters behind the sixth are
    /// taken at their word.
    static constexpr std::size_t doubts_max = 6;

    static char digit_like(char letter)
    {
        if (letter == 'O')
            return '0';
        return letter == 'I' || letter == 'L' ? '1' : '\0';
    }

    std::string typed_;
    std::vector<std::size_t> doubts_;
};

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
    return link_text(key, signed_reference, mac);
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
    return InvoiceLink{parts->reference, key->id, key->retired,
                       link_text(*key, parts->reference, mac)};
}

std::optional<InvoiceLink> read_typed_invoice_link(std::span<const InvoiceKey> keys,
                                                   std::string_view typed)
{
    const auto text = condensed(behind_address(typed));
    if (text.size() <= mac_characters || text.size() > id_max + reference_max + mac_characters)
        return std::nullopt;
    const auto front = std::string_view{text}.substr(0, text.size() - mac_characters);
    const auto mac = text.substr(front.size());
    for (const auto& key : keys) {
        if (!front.starts_with(key.id))
            continue;
        const Doubtful reference{front.substr(key.id.size())};
        for (unsigned reading = 0; reading < reference.readings(); ++reading) {
            const auto as_printed = key.id + "." + reference.read(reading) + "." + mac;
            if (auto link = check_invoice_link(keys, as_printed))
                return link;
        }
    }
    return std::nullopt;
}

} // namespace heard::auth
