#include "core/reference.hpp"

#include <array>
#include <cassert>

namespace heard::core {

namespace {

// Crockford's base 32: no I, L, O, U, so that nothing is misread and nothing rude is spelled.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int code_length = 6;
constexpr std::uint32_t half_mask = (1U << 15) - 1;
constexpr int rounds = 4;

std::uint32_t scramble(std::uint64_t seed, int round, std::uint32_t half)
{
    // splitmix64's finisher: every input bit reaches every output bit.
    auto mixed = seed + 0x9E3779B97F4A7C15ULL * (static_cast<std::uint64_t>(round) + 1) + half;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::uint32_t>(mixed >> 40) & half_mask;
}

// A Feistel network is its own inverse when the rounds run backwards.
std::uint32_t shuffled(std::uint64_t seed, std::uint32_t number)
{
    std::uint32_t left = number >> 15;
    std::uint32_t right = number & half_mask;
    for (int round = 0; round < rounds; ++round) {
        const auto next = left ^ scramble(seed, round, right);
        left = right;
        right = next;
    }
    return left << 15 | right;
}

std::uint32_t unshuffled(std::uint64_t seed, std::uint32_t number)
{
    std::uint32_t left = number >> 15;
    std::uint32_t right = number & half_mask;
    for (int round = rounds - 1; round >= 0; --round) {
        const auto before = right ^ scramble(seed, round, left);
        right = left;
        left = before;
    }
    return left << 15 | right;
}

int digit_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    const auto at = digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

} // namespace

std::string References::of(TicketId ticket) const
{
    assert(ticket.value > 0 && ticket.value < (1 << 30));
    auto rest = shuffled(seed_, static_cast<std::uint32_t>(ticket.value));
    std::string reference = "H-000000";
    for (auto at = reference.size(); at > 2; rest >>= 5)
        reference[--at] = digits[rest & 31];
    return reference;
}

std::optional<TicketId> References::ticket(std::string_view reference) const
{
    const auto code = code_of(reference);
    if (code.size() != code_length)
        return std::nullopt;
    std::uint32_t number = 0;
    for (const char c : code) {
        const auto value = digit_value(c);
        if (value < 0)
            return std::nullopt;
        number = number << 5 | static_cast<std::uint32_t>(value);
    }
    const auto id = unshuffled(seed_, number);
    if (id == 0)
        return std::nullopt;
    return TicketId{id};
}

std::string_view code_of(std::string_view reference)
{
    if (reference.starts_with("H-") || reference.starts_with("h-"))
        reference.remove_prefix(2);
    return reference;
}

} // namespace heard::core
