// The chain of the book: each line carries a link, made from the link before it and from all that
// the line says. Who changes, removes or slips in a line would have to make every later link anew.
// Pure. Knows no rows; whether anybody holds an older link to compare with is not said here.
#pragma once

#include "core/digest.hpp"
#include "core/ids.hpp"
#include "time/instant.hpp"

#include <optional>
#include <string_view>

namespace heard::core {

/// One line of the book, with all that its link vouches for.
struct ChainedLine
{
    std::int64_t number = 0; ///< From 1, without gaps.
    time::Instant at;
    std::string_view what;
    std::optional<TicketId> ticket;
    std::optional<int> entry; ///< Whose words it stands for: 0 is the submission.
    std::optional<PromiseId> promise;
    std::optional<StaffId> staff;
    std::optional<time::Instant> due_at;
    std::optional<Digest> words; ///< Salted.
    std::string_view detail;
};

/// The digest of `heard-book-v1`, the previous link in hex, and the line's values in the order
/// above, one a line each ended by `\n`: numbers in decimal, instants in microseconds since 1970,
/// digests in hex, `-` for what is absent. The first line of a book follows a link of zeros.
Digest link_after(const Digest& previous, const ChainedLine& line);

} // namespace heard::core
