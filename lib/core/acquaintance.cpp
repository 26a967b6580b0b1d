#include "core/acquaintance.hpp"

#include <algorithm>

namespace heard::core {

namespace {

// Fewer digits are a house number or a year, and more tell only the country and how it was dialled.
constexpr std::size_t digits_min = 6;
constexpr std::size_t digits_max = 9;

std::string in_case(std::string_view text, char from, char to)
{
    std::string result{text};
    for (auto& c : result)
        if (c >= from && c <= to)
            c = static_cast<char>(c ^ 0x20);
    return result;
}

std::optional<std::string_view> address_in(std::string_view contact)
{
    constexpr std::string_view between = " \t\r\n,;:<>()[]\"";
    while (!contact.empty()) {
        const auto piece = contact.substr(0, contact.find_first_of(between));
        contact.remove_prefix(std::min(contact.size(), piece.size() + 1));
        const auto at = piece.find('@');
        if (at != piece.npos && at > 0 && at + 1 < piece.size())
            return piece;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> phone_digits(std::string_view text)
{
    constexpr std::string_view dialled = "0123456789+-/(). ";
    while (!text.empty()) {
        const auto run = text.substr(0, text.find_first_not_of(dialled));
        std::string digits;
        std::ranges::copy_if(run, std::back_inserter(digits),
                             [](char c) { return c >= '0' && c <= '9'; });
        if (digits.size() >= digits_min)
            return digits.substr(digits.size() - std::min(digits.size(), digits_max));
        text.remove_prefix(std::min(text.size(), run.size() + 1));
    }
    return std::nullopt;
}

std::optional<std::string> contact_key(std::string_view contact)
{
    if (const auto address = address_in(contact))
        return "mail:" + in_case(*address, 'A', 'Z');
    if (const auto digits = phone_digits(contact))
        return "phone:" + *digits;
    return std::nullopt;
}

std::optional<std::string> invoice_key(std::string_view invoice)
{
    if (invoice.empty())
        return std::nullopt;
    return "invoice:" + in_case(invoice, 'a', 'z');
}

std::vector<std::string> acquaintance_keys(std::string_view contact, std::string_view invoice)
{
    std::vector<std::string> keys;
    for (auto& key : {contact_key(contact), invoice_key(invoice)})
        if (key)
            keys.push_back(*key);
    return keys;
}

} // namespace heard::core
