#include "core/problem.hpp"

namespace heard::core {

std::string sentence_of(const text::Words& words, const Problem& problem)
{
    const std::vector<text::Words::Filling> fillings{problem.fillings.begin(),
                                                     problem.fillings.end()};
    if (problem.number)
        return words.count(problem.phrase, *problem.number, fillings);
    return words.say(problem.phrase, fillings);
}

} // namespace heard::core
