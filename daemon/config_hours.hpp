// `[hours]`: when the shop is open. Knows the shape of a week; what open time is for is the
// promise's business.
#pragma once

#include "daemon/config_reader.hpp"

namespace heard::daemon {

/// Spans that overlap, on one day or past midnight into the next, are problems.
time::OpeningHours read_hours(TableReader hours, const time::Zone& zone);

} // namespace heard::daemon
