// Compares a shop's rows with the model of it, and with the rules that need no model. What does not
// hold is thrown as Broken. Reads only.
#pragma once

#include "storage/transaction.hpp"
#include "tests/simulation/model.hpp"

namespace heard::simulation {

/// One ticket with all that hangs on it, but for its letters.
void check_ticket(storage::Transaction& tx, const Model& model, Number ticket);

/// Every row there is.
void check_everything(storage::Transaction& tx, const Model& model);

} // namespace heard::simulation
