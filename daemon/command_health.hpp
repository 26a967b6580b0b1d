// `heard health`: asks the running daemon whether it is ready.
#pragma once

#include "daemon/config.hpp"

namespace heard::daemon {

/// Asks `/readyz` on the first address of `server.listen`, again and again for up to `wait`. 0 when
/// it is ready.
int health_command(const Config& config, time::Micros wait);

} // namespace heard::daemon
