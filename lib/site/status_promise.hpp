// What a promise is for the customer who reads of it: when, by whom, and honestly what became of
// it. Pure. Knows no page.
#pragma once

#include "desk/house.hpp"
#include "desk/thread.hpp"

#include <string>

namespace heard::site {

struct SpokenPromise
{
    std::string promise; ///< "We promised you an answer by Sunday 22 November 2026, 21:04 CET."
    std::string outcome; ///< "It came 2 hours late. We are sorry."
};

/// Open past its due time: late.
bool is_late(const core::Promise& promise, core::Instant now);

SpokenPromise speak_of(const desk::House& house, const desk::Thread& thread,
                       const core::Promise& promise, core::Instant now);

} // namespace heard::site
