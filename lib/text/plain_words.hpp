// What is left of a text for the ear: its words alone. To compare sentences, never to show. Knows
// no language.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace heard::text {

/// Letters and digits, folded (lower case, no accents), with one space between words; all else is
/// gone. "Danke, Ann – bis Dienstag!" is "danke ann bis dienstag".
std::string plain_words(std::string_view text);

} // namespace heard::text
