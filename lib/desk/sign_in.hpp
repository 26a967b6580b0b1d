// Who is who among staff: accounts, set-up links and sessions. Hashing a password is slow and is
// not done here: the caller hashes where it blocks nobody, and hands in the result.
#pragma once

#include "auth/entropy.hpp"
#include "core/problem.hpp"
#include "desk/customer.hpp"
#include "desk/house.hpp"
#include "storage/staff.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <optional>
#include <string>

namespace heard::desk {

/// What a sign-in is checked against. Empty for a name that nobody has, or who is disabled or not
/// set up: check anyway, against nobody, so that the time it takes tells nothing.
struct Account
{
    core::Staff staff;
    std::string password_hash;
};
std::optional<Account> find_account(storage::Transaction& tx, std::string_view name);

/// Opens a session for a person whose password was right, and gives its token, once. If
/// `renewed_hash` is not empty it replaces the stored hash. Problems: forbidden (disabled in the
/// meantime, or the password was changed).
std::expected<std::string, core::Problem> open_session(storage::Transaction& tx,
                                                       const Account& account,
                                                       auth::Entropy& entropy,
                                                       std::string_view renewed_hash = {});
std::optional<core::Staff> whose_session(storage::Transaction& tx, std::string_view token);
Done close_session(storage::Transaction& tx, std::string_view token);

/// Adds an account that cannot sign in yet. Problems: invalid (no name, a bad address, no such
/// branch), conflict (the name is taken).
std::expected<core::StaffId, core::Problem> add_staff(storage::Transaction& tx, const House& house,
                                                      const storage::NewStaff& staff);
/// The token of a link (`/staff/set-up/TOKEN`) with which they choose a password, once, within
/// three days.
std::string make_set_up_link(storage::Transaction& tx, core::StaffId staff, auth::Entropy& entropy);
std::optional<core::Staff> whose_set_up_link(storage::Transaction& tx, std::string_view token);
/// Uses the link up. Problems: not_found (used, or too old).
std::expected<core::Staff, core::Problem> set_up(storage::Transaction& tx, std::string_view token,
                                                 std::string_view password_hash);

} // namespace heard::desk
