// What came in lately beside a submission, by address, invoice and words: one of many looks other
// than one alone. In memory only, of bounded size: a restart forgives. Knows no requests, and does
// not weigh what it sees.
#pragma once

#include "auth/throttle.hpp"
#include "core/submission.hpp"
#include "text/likeness.hpp"
#include "time/instant.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace heard::site {

/// The outlines of the last thousand submissions of the last hour, and how often each part of them
/// came. A submission costs the same however many there are.
class WordsLately
{
public:
    /// Whether many of those before had nearly these words: most parts of their outlines. Remembers
    /// them.
    bool many_like(const text::Outline& outline, time::Instant now);

private:
    struct Heard
    {
        time::Instant at;
        text::Outline outline;
    };
    std::uint16_t& count_of(std::size_t box, std::uint32_t hash);
    void count(const text::Outline& outline, int step);
    void forget_old(time::Instant now);

    static constexpr std::size_t slots_of_a_box = 8192;
    std::deque<Heard> heard_; ///< Oldest first.
    /// Slots are shared by chance: with a thousand outlines that is one more at times, not ten.
    std::vector<std::uint16_t> counts_ = std::vector<std::uint16_t>(8 * slots_of_a_box);
};

/// Thread: I/O.
class Crowd
{
public:
    Crowd();

    /// What stands out in a submission that is about to be taken in.
    struct Beside
    {
        core::Suspicion signs = core::Suspicion::none;
        /// It came by a good link, which has not been used over and over.
        bool link_vouches = false;
    };
    /// Counts it, too. `address` as the server saw it; IPv6 counts as its /64.
    Beside beside(const core::Submission& said, const std::string& address, time::Instant now);

private:
    bool vouches(const core::Submission& said, time::Instant now);

    auth::Throttle by_address_;
    auth::Throttle by_invoice_;
    WordsLately words_;
};

} // namespace heard::site
