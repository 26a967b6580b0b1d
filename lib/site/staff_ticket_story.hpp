// What happened on a ticket, told in the words of the house: its thread, its promises, its history.
// Knows templates' lists, and neither requests nor storage.
#pragma once

#include "desk/thread.hpp"
#include "storage/book.hpp"
#include "text/template.hpp"

#include <optional>
#include <vector>

namespace heard::site {

/// Who tells, and when: times are spoken of as today or yesterday.
struct Teller
{
    const desk::House& house;
    time::Instant now;

    std::string moment(time::Instant at) const;
};

/// Oldest first, with notes. Entries after number `seen` are marked as new.
text::DataList entries_told(const Teller& teller, const desk::Thread& thread,
                            std::optional<int> seen);

/// A sentence each, oldest first.
text::DataList promises_told(const Teller& teller, const std::vector<core::Promise>& promises);

/// What the thread does not show already. What the house wrote of itself and has no words for is
/// left out.
text::DataList book_told(const Teller& teller, const std::vector<storage::BookLine>& book);

} // namespace heard::site
