// The customer's page of one ticket: what was said, what we promised and what became of it, every
// answer, and the form to say more. Leaves out what only staff may see. Knows no request.
#pragma once

#include "core/problem.hpp"
#include "desk/thread.hpp"
#include "site/language.hpp"

#include <string>
#include <vector>

namespace heard::site {

/// What they wrote on the page, given back.
struct MessageForm
{
    std::string text = {}; ///< A further message, or what goes with a verdict.
    std::vector<core::Problem> problems = {};
    bool posted = false; ///< Then there are no links to other languages: they would lose the words.
    bool photos_not_kept = false; ///< They read it on the page that follows their form.
};

std::string status_page(const Tongue& tongue, const desk::Thread& thread, core::Instant now,
                        const MessageForm& form);

} // namespace heard::site
