// A shop with years behind it: many tickets, made through the desk's own verbs in a few large
// transactions, each at a time of its own in the past. Where it has branches, they are spread over
// them, and of the open ones some are set aside, praise, promised for later or in somebody's hands.
#pragma once

#include "daemon/config.hpp"

#include <chrono>

namespace heard::bench {

struct FillOptions
{
    int answered = 0;
    int open = 0; ///< Due from ten minutes on until the whole time to respond is over.
    /// Open too, but due one after the other within `window`, beginning `lead` after the filling.
    int due_soon = 0;
    std::chrono::seconds lead{3};
    std::chrono::seconds window{60};
};

/// Needs a member of staff who answers. Throws when the database refuses.
void fill(const daemon::Config& config, const FillOptions& options);

} // namespace heard::bench
