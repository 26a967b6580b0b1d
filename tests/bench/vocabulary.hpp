// Made words, as often each as words of a language are: few all the time, most of them seldom
// (Zipf). So a search finds many tickets or few, and no two customers say quite the same.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace heard::bench {

class Vocabulary
{
public:
    /// The same words each time.
    Vocabulary();

    const std::string& word(std::mt19937& dice) const;
    /// So many words in a row, with a full stop.
    std::string sentence(std::mt19937& dice, int words) const;
    /// The word that is the `rank`th most frequent, from 0.
    const std::string& at(std::size_t rank) const { return words_.at(rank); }

private:
    std::vector<std::string> words_; ///< The most frequent first.
    std::vector<double> shares_;     ///< Of each word and those before it, together.
};

} // namespace heard::bench
