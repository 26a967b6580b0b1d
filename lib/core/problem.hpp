// What is wrong with what a person asked for, and in which words to tell them.
// A problem is the person's, not the world's: a failing disk is an exception. Knows no HTTP; site
// maps kinds to statuses.
#pragma once

#include "text/words.hpp"
#include "time/instant.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace heard::core {

enum class ProblemKind { invalid, not_found, gone, conflict, forbidden, too_many, unavailable };

struct Problem
{
    ProblemKind kind = ProblemKind::invalid;
    std::string phrase; ///< Key in web/words: says what to do, not only what is wrong.
    std::string field;  ///< The form field it is about, or empty.
    std::vector<std::pair<std::string, std::string>> fillings = {};
    std::optional<long long> number = {};  ///< What a plural phrase counts.
    std::optional<time::Micros> wait = {}; ///< Said as `{in}`: "in 5 minutes".
};

/// The problem as a person is told of it.
std::string sentence_of(const text::Words& words, const Problem& problem);

} // namespace heard::core
