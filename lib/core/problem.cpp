#include "core/problem.hpp"

#include "core/spoken_time.hpp"

namespace heard::core {

std::string sentence_of(const text::Words& words, const Problem& problem)
{
    std::vector<text::Words::Filling> fillings{problem.fillings.begin(), problem.fillings.end()};
    const auto in = problem.wait ? span_in_words(words, *problem.wait, SpanAs::in) : std::string{};
    if (problem.wait)
        fillings.emplace_back("in", in);
    if (problem.number)
        return words.count(problem.phrase, *problem.number, fillings);
    return words.say(problem.phrase, fillings);
}

} // namespace heard::core
