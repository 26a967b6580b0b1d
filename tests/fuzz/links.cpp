// Links and tokens: what we signed is known again, in whatever letters people typed it; whatever we
// did not sign is not. Input: an invoice reference, and any text in place of a link or a token.
#include "auth/base32.hpp"
#include "auth/base64url.hpp"
#include "auth/entropy.hpp"
#include "auth/form_token.hpp"
#include "auth/invoice_link.hpp"
#include "auth/same_origin.hpp"
#include "auth/status_token.hpp"
#include "auth/token.hpp"
#include "fuzz/support.hpp"

#include <algorithm>
#include <string>

namespace heard::fuzz {
namespace {

const std::vector<auth::InvoiceKey> keys = {
    {"A", "a secret of thirty-two bytes, or more", false},
    {"B", "another secret of thirty-two bytes, or more", true},
};
constexpr auth::Key house_key = {1, 2, 3};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// As somebody may type the signature from paper.
std::string typed(std::string link)
{
    const auto mac = link.rfind('.') + 1;
    std::size_t at = 0;
    for (char& c : link) {
        const bool in_mac = at++ >= mac;
        if (in_mac && c == '0')
            c = 'O';
        if (in_mac && c == '1')
            c = at % 2 == 0 ? 'I' : 'L';
        c = at % 3 == 0 ? c : lower(c);
    }
    return link;
}

void check_reference(std::string_view reference)
{
    for (const auto& key : keys) {
        const auto link = auth::make_invoice_link(key, reference);
        if (!link)
            return;
        const auto read = auth::check_invoice_link(keys, *link);
        require(read && read->key_id == key.id && read->retired == key.retired,
                "what we signed is known again");
        require(std::ranges::equal(read->reference, reference, {}, lower, lower),
                "it is the invoice that was meant");
        const auto again = auth::check_invoice_link(keys, typed(*link));
        require(again && again->reference == read->reference, "however people type it");

        auto forged = *link;
        auto& last = forged.back();
        last = last == 'Z' ? 'Y' : 'Z';
        require(!auth::check_invoice_link(keys, forged), "another signature is none");
    }
}

/// No text but our own link, as people may type it, is taken.
void check_link(std::string_view text)
{
    const auto read = auth::check_invoice_link(keys, text);
    if (!read)
        return;
    const auto key = std::ranges::find(keys, read->key_id, &auth::InvoiceKey::id);
    const auto ours = auth::make_invoice_link(*key, read->reference);
    require(ours && ours->size() == text.size(), "it is a link of ours");
    const auto mac = auth::canonical_base32(text.substr(text.rfind('.') + 1));
    require(mac && ours->ends_with(*mac), "it has our signature");
}

/// Always the same bytes, so that a finding replays.
class Fixed final : public auth::Entropy
{
public:
    void fill(std::span<unsigned char> bytes) override
    {
        std::ranges::fill(bytes, static_cast<unsigned char>(7));
    }
};

void check_tokens(std::string_view text)
{
    Fixed entropy;
    const auto ours = auth::make_form_token(house_key, time::from_number(1'000'000), entropy);
    require(!auth::read_form_token(house_key, text) || text == ours,
            "a form token is ours or none");

    const auto status = auth::make_status_token(house_key, "7K3M9Q", 1);
    if (const auto parts = auth::split_status_token(text)) {
        const auto spelled = auth::make_status_token(house_key, parts->code, 1);
        const bool good = auth::verify_status_token(house_key, *parts, 1);
        const auto own = auth::split_status_token(spelled);
        require(own && good == (own->mac == parts->mac), "a status token is ours or none");
        require(!good || text.size() == status.size(), "it has one length");
    }
    require(auth::digest(text).has_value() == (text.size() == 43 && auth::digest(text)),
            "a session token has one length");
}

void check_alphabets(std::string_view text)
{
    if (const auto bytes = auth::from_base32(text))
        require(auth::to_base32(*bytes) == auth::canonical_base32(text), "base32 has one spelling");
    std::array<unsigned char, 12> raw{};
    if (auth::from_base64url(text, raw))
        require(auth::to_base64url(raw) == text, "base64url has one spelling");
    if (const auto origin = auth::origin_of(text))
        require(auth::origin_of(*origin) == origin, "an origin is its own origin");
}

} // namespace

void try_one(std::string_view input)
{
    static const bool ready = (auth::init(), true);
    require(ready, "libsodium is ready");
    const auto [reference, text] = texts_of<2>(input);
    check_reference(reference);
    check_link(text);
    check_tokens(text);
    check_alphabets(text);
}

} // namespace heard::fuzz
