// Text for people whose mail program wraps nothing, and for those whose program wraps everything.
// Knows no letter: only lines.
#pragma once

#include <string>
#include <string_view>

namespace heard::mail {

/// UTF-8 text as format=flowed (RFC 3676): each line is broken after a space so that none is longer
/// than 78 characters (RFC 5322 §2.1.1), and a program that knows the format puts the paragraph
/// together again. What begins with `>` is a quotation and stays one on each of its lines. A word
/// that is longer than a line, such as a link, stays whole.
std::string flowed(std::string_view text);

} // namespace heard::mail
