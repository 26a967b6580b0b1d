#include "bench/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace heard::bench {

namespace {

constexpr std::size_t words_max = 20'000;
constexpr std::array<std::string_view, 24> syllables = {
    "ka", "lo",  "mi",  "ren", "sto", "ba", "fu", "gel", "tra", "no",  "pi", "schu",
    "we", "der", "mun", "ta",  "ri",  "vo", "ke", "lan", "ho",  "sen", "du", "bri"};

int between(std::mt19937& dice, int least, int most)
{
    return std::uniform_int_distribution{least, most}(dice);
}

} // namespace

Vocabulary::Vocabulary()
{
    std::mt19937 dice{42};
    std::set<std::string> known;
    double sum = 0;
    while (words_.size() < words_max) {
        // Frequent words are short.
        const int size = between(dice, 1, words_.size() < 100 ? 2 : 5);
        std::string word;
        for (int i = 0; i < size; ++i)
            word += syllables[static_cast<std::size_t>(between(dice, 0, syllables.size() - 1))];
        if (!known.insert(word).second)
            continue;
        sum += 1 / (static_cast<double>(words_.size()) + 3);
        words_.push_back(std::move(word));
        shares_.push_back(sum);
    }
}

const std::string& Vocabulary::word(std::mt19937& dice) const
{
    const auto drawn = std::uniform_real_distribution{0.0, shares_.back()}(dice);
    const auto at = std::ranges::upper_bound(shares_, drawn) - shares_.begin();
    return words_[std::min(static_cast<std::size_t>(at), words_.size() - 1)];
}

std::string Vocabulary::sentence(std::mt19937& dice, int words) const
{
    std::string sentence;
    for (int i = 0; i < words; ++i)
        sentence.append(i == 0 ? "" : " ").append(word(dice));
    return sentence + ".";
}

} // namespace heard::bench
