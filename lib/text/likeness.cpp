#include "text/likeness.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace heard::text {

namespace {

constexpr std::size_t outlined_max = 1024;

/// The letter in lower case, or 0. All bytes of letters outside ASCII count as such, as they are.
unsigned char letter_of(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 'A' && byte <= 'Z')
        return static_cast<unsigned char>(byte + ('a' - 'A'));
    return (byte >= 'a' && byte <= 'z') || byte >= 0x80 ? byte : 0;
}

/// Mixes all bits into the upper ones (Steele and others, 2014: the constants of splitmix64).
std::uint64_t mixed(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9;
    return (bits ^ (bits >> 27U)) * 0x94D049BB133111EB;
}

} // namespace

// Optimal string alignment: the table of distances between all beginnings, of which three rows are
// alive at a time.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});

    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates)
{
    // Of a single letter nothing would be left after one change: nobody can say that it was meant.
    const auto distance_max =
        word.size() < 2 ? std::size_t{0} : std::max<std::size_t>(1, word.size() / 3);

    std::string_view best;
    auto best_distance = distance_max + 1;
    for (const auto candidate : candidates) {
        const auto changes = distance(word, candidate);
        if (changes < best_distance) {
            best = candidate;
            best_distance = changes;
        }
    }
    return best;
}

Outline outline_of(std::initializer_list<std::string_view> texts)
{
    Outline outline;
    outline.boxes.fill(Outline::nothing);
    std::uint64_t run = 0; // The last eight letters.
    int letters = 0;
    for (const auto text : texts) {
        for (const char c : text.substr(0, outlined_max)) {
            const auto letter = letter_of(c);
            if (letter == 0)
                continue;
            run = run << 8U | letter;
            if (++letters < 8)
                continue;
            const auto hash = mixed(run);
            auto& box = outline.boxes[hash >> 61U];
            box = std::min(box, static_cast<std::uint32_t>(hash >> 29U));
        }
    }
    return outline;
}

} // namespace heard::text
