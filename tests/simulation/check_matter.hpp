// What must be true of a ticket together with those that are one matter with it, and of what staff
// have begun to write there: who sees what, who is promised what. What does not hold is thrown as
// Broken. Reads only.
#pragma once

#include "storage/transaction.hpp"
#include "tests/simulation/model.hpp"

namespace heard::simulation {

/// Which tickets it is one matter with, its one promise, and the pages of customer and staff.
void check_matter(storage::Transaction& tx, const Model& model, Number ticket);

/// The reply that is about to leave, and the drafts.
void check_replies(storage::Transaction& tx, const Model& model, Number ticket);

/// Everything that stands on any ticket of the matter: a promise to all is kept by a word to those
/// who wait for one.
std::vector<core::Entry> words_to_matter(storage::Transaction& tx, const Model& model,
                                         Number ticket);

} // namespace heard::simulation
