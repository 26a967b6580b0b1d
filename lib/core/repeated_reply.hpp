// What of a reply its writer says to everybody: its sentences, so compared that case, accents and
// marks make no difference, and numbers do. Greetings, sign-offs and signatures are nobody's own
// words and do not count, nor do sentences too short to tell.
// Pure. Knows no earlier replies: who keeps what was said, and for how long, see desk/mirror.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace heard::core {

/// Replies that are older do not count as said before.
inline constexpr auto replies_remembered = std::chrono::days{90};

/// A sentence that counts: `size` bytes from `begin` of the reply, and what makes it the same as
/// another.
struct Sentence
{
    std::size_t begin = 0;
    std::size_t size = 0;
    std::string words;
};

/// In the order of the reply, in any language the house speaks.
std::vector<Sentence> sentences_of(std::string_view reply);

} // namespace heard::core
