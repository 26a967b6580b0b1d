// One thing that somebody does to the database: through the desk, and in the model.
#pragma once

#include "storage/savepoint.hpp"
#include "tests/simulation/action.hpp"
#include "tests/simulation/model.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace heard::simulation {

struct Job
{
    std::string words; ///< For the history.
    /// Whether the desk accepts it. May run again in another transaction.
    std::function<bool(storage::Transaction&)> run;
    /// The same in the model; false when the desk has to refuse it.
    std::function<bool(Model&, Instant now)> happened;
    /// After its writes it ends badly, so that nothing of it may stay.
    bool fails = false;
};

/// The job of an action as the world stands; nothing when there is nobody or nothing to do it to.
std::optional<Job> make_job(const Action& action, const Model& model,
                            std::shared_ptr<const desk::House> house, Instant now);

} // namespace heard::simulation
