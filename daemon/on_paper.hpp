// How addresses of the shop become QR codes.
// Knows neither keys nor files.
#pragma once

#include "text/qr.hpp"

#include <string>
#include <string_view>

namespace heard::daemon {

/// Letters of ASCII folded up; all else as it is.
std::string in_capitals(std::string_view text);

/// The code of an address below `server.base_url`. It says it in capitals, which take fewer bits:
/// scheme and host are the same in any letter case, and so are our paths `/F/` and `/B/`.
text::QrCode code_of(std::string_view address);

} // namespace heard::daemon
