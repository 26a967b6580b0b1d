#include "http/accept_language.hpp"

#include "http/letters.hpp"

#include <optional>

namespace heard::http {

namespace {

/// `0.8` as 800: `0` or `1`, and up to three digits behind a point.
std::optional<int> thousandths(std::string_view weight)
{
    if (weight.empty() || weight.size() > 5 || (weight.size() > 1 && weight[1] != '.'))
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0, unit = 1000; i < weight.size(); ++i) {
        if (i == 1)
            continue;
        const char digit = weight[i];
        if (!is_digit(digit))
            return std::nullopt;
        value += (digit - '0') * static_cast<int>(unit);
        unit /= 10;
    }
    return value <= 1000 ? std::optional{value} : std::nullopt;
}

/// The weight behind a range: 1000 when there is none, 0 when it cannot be read.
int weight_in(std::string_view parameters)
{
    if (parameters.empty())
        return 1000;
    const auto name = trimmed(take_until(parameters, '='));
    return same(name, "q") ? thousandths(trimmed(parameters)).value_or(0) : 0;
}

/// `zh-Hant` of `zh-Hant-CN`, `a` of `a-b-c`: a single letter goes with what it stands before.
std::string_view shortened(std::string_view range)
{
    for (;;) {
        const auto hyphen = range.rfind('-');
        if (hyphen == range.npos)
            return {};
        range = range.substr(0, hyphen);
        if (range.size() < 2 || range[range.size() - 2] != '-')
            return range;
    }
}

} // namespace

std::string_view look_up_language(std::string_view range, std::span<const std::string> offered)
{
    for (; !range.empty(); range = shortened(range))
        for (const auto& language : offered)
            if (same(language, range))
                return language;
    return {};
}

std::string_view accepted_language(std::string_view header, std::span<const std::string> offered)
{
    std::string_view best;
    int best_weight = 0;
    while (!header.empty()) {
        auto parameters = take_until(header, ',');
        const auto range = trimmed(take_until(parameters, ';'));
        const auto weight = weight_in(trimmed(parameters));
        if (weight <= best_weight)
            continue;
        if (const auto found = look_up_language(range, offered); !found.empty()) {
            best = found;
            best_weight = weight;
        }
    }
    return best;
}

} // namespace heard::http
