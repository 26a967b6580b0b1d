// Compares the alarms of a shop with what must be true of them after each care round: who is told,
// when at the earliest and when at the latest. What does not hold is thrown as Broken. Reads only.
#pragma once

#include "storage/transaction.hpp"
#include "tests/simulation/model.hpp"

namespace heard::simulation {

/// Right after a care round. Takes what is new into the model.
void check_alarms(storage::Transaction& tx, Model& model);

} // namespace heard::simulation
