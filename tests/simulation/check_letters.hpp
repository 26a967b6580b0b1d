// Compares a shop's letters and escalations with the model of it. What does not hold is thrown as
// Broken. Reads only.
#pragma once

#include "storage/transaction.hpp"
#include "tests/simulation/model.hpp"

namespace heard::simulation {

/// Every one there is.
void check_all_letters(storage::Transaction& tx, const Model& model);

/// Those that wait to go to the customer of that ticket have the link that works.
void check_links(storage::Transaction& tx, const Model& model, Number ticket);

/// Takes the letters and escalations that came into being since the last call into the model, after
/// comparing them with those that had to.
void take_new_letters(storage::Transaction& tx, Model& model);

} // namespace heard::simulation
