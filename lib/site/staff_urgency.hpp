// How near a due time is, for the eye: the same three steps on the queue and on the ticket.
// Pure. Orders nothing: the queue is ordered by due time alone.
#pragma once

#include "time/instant.hpp"

#include <string_view>

namespace heard::site {

enum class Urgency { calm, soon, late };

/// Soon: within four hours, the time at which the sample ladder first warns.
Urgency urgency_of(time::Instant due_at, time::Instant now);
/// `calm`, `soon`, `late`: part of a class of the stylesheet and of a phrase key.
std::string_view to_text(Urgency urgency);

} // namespace heard::site
