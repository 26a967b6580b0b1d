#include "desk/me.hpp"

#include "storage/staff.hpp"

namespace heard::desk {

std::expected<Done, core::Problem> be_away(storage::Transaction& tx, const core::Staff& staff,
                                           std::optional<core::Instant> until)
{
    if (until && *until <= tx.now())
        return std::unexpected{
            core::Problem{core::ProblemKind::invalid, "problem.hold_in_the_past", "until"}};
    storage::set_away(tx, staff.id, until);
    return Done{};
}

Done use_single_keys(storage::Transaction& tx, const core::Staff& staff, bool use)
{
    storage::set_single_keys(tx, staff.id, use);
    return Done{};
}

} // namespace heard::desk
