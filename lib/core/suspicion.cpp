#include "core/suspicion.hpp"

#include <algorithm>
#include <array>

namespace heard::core {

namespace {

constexpr int set_aside_from = 10;
constexpr int good_link = -5;

struct Sign
{
    Suspicion sign;
    std::string_view name;
    int weight;
};

// The first two are enough against any link: a browser that opened our form does neither. Haste is
// enough until a link excuses it. Many who say the same are a chorus, and many from one address are
// the guests of a shop's Wi-Fi: only both together are a flood.
constexpr std::array<Sign, 6> signs_known = {{
    {Suspicion::hidden_field, "hidden_field", 15},
    {Suspicion::no_token, "no_token", 15},
    {Suspicion::too_fast, "too_fast", 10},
    {Suspicion::many_alike, "many_alike", 5},
    {Suspicion::many_from_address, "many_from_address", 5},
    {Suspicion::by_staff, "by_staff", 15},
}};

} // namespace

Suspicion weighed(Suspicion signs, bool by_good_link)
{
    int weight = by_good_link ? good_link : 0;
    for (const auto& known : signs_known)
        if (has(signs, known.sign))
            weight += known.weight;
    return weight >= set_aside_from ? signs : Suspicion::none;
}

std::string to_text(Suspicion signs)
{
    std::string text;
    for (const auto& known : signs_known)
        if (has(signs, known.sign))
            text.append(text.empty() ? "" : " ").append(known.name);
    return text;
}

std::vector<std::string> signs_in(std::string_view text)
{
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto name = text.substr(0, text.find(' '));
        names.emplace_back(name);
        text.remove_prefix(std::min(text.size(), name.size() + 1));
    }
    return names;
}

} // namespace heard::core
