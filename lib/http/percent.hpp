// Percent-decoding, for paths (strict) and for forms (forgiving). Knows no field and no route.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heard::http {

/// One segment of a path. Nothing if an escape is broken or stands for NUL: such a path names
/// nothing of ours.
std::optional<std::string> decode_segment(std::string_view raw);

/// One name or value of a form or query: `+` is a blank, and a broken escape stays as it was
/// written, because people write "100%" and no word of theirs may get lost.
std::string decode_form_text(std::string_view raw);

} // namespace heard::http
