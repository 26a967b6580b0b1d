// QR codes as pictures for print (ISO/IEC 18004), by the library qrcodegen.
// Pure. Knows neither addresses nor pages: capitals, digits and `$%*+-./:` alone make the smallest
// code.
#pragma once

#include <string>
#include <string_view>

namespace heard::text {

struct QrCode
{
    int version = 0;  ///< 1 to 40; the code has 17 + 4 * version modules a side.
    int size = 0;     ///< Modules a side with the quiet zone of 4 all around.
    std::string path; ///< The dark modules as an SVG path, in a square of `size` units.
};

/// Error correction of level Q (a quarter of it may be damaged), or H where that costs no space.
/// Throws std::length_error for what fits no code: more than 1663 bytes.
QrCode make_qr(std::string_view text);

/// A file of its own. `title` is what a screen reader says, and what shows under the mouse.
std::string to_svg(const QrCode& code, std::string_view title);

} // namespace heard::text
