// Which HTTP status a problem has, in which words we say it, and the page for what cannot be done.
// Knows no request: pages that give words back show problems beside the fields themselves.
#pragma once

#include "core/problem.hpp"
#include "desk/house.hpp"
#include "http/response.hpp"
#include "text/template.hpp"

#include <string>
#include <vector>

namespace heard::site {

struct Tongue;

/// Seconds after which it is worth trying again, when we are too busy or the disk is full.
inline constexpr int retry_after_seconds = 30;

/// The one table: invalid 422, not_found 404, gone 410, conflict 409, forbidden 403, too_many 429,
/// unavailable 503.
int status_of(core::ProblemKind kind);

/// Data for web/pages/_errors.html: `has_errors`, `errors` and, for the message beside each field,
/// `error_<field>`. Nothing when there are no problems.
void add_problems(text::Data& data, const text::Words& words,
                  const std::vector<core::Problem>& problems);

/// A friendly page for that status: what happened and what to do now. One without words of its own
/// gets those for "something went wrong on our side". A 503 says when to try again.
http::Response problem_page(const desk::House& house, int status);

/// The same for whoever came where nothing is, in the reader's language; `by_link` is who can ask
/// again, and so may choose another one.
http::Response lost_page(const Tongue& tongue, int status, bool by_link);

/// What would be lost with a form that cannot be shown again.
struct Kept
{
    std::string text;
    std::string done;      ///< What stood in the second box, if there was one.
    std::string way;       ///< Path of the page to go on from.
    std::string way_words; ///< Key of what that link says.

    bool empty() const { return text.empty() && done.empty(); }
};
/// The same with somebody's words, to be copied. Without words: just the page.
http::Response problem_page(const desk::House& house, int status, const Kept& kept);

/// The same with the problem's own sentence.
http::Response problem_page(const desk::House& house, const core::Problem& problem);

} // namespace heard::site
