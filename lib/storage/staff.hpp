// Staff and their sessions as rows. Passwords and tokens are here only as hashes and digests.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace heard::storage {

using Digest = std::array<unsigned char, 32>;

struct NewStaff
{
    std::string name;
    std::string email;
    core::Role role = core::Role::staff;
    std::string branch;
};
core::StaffId add_staff(Transaction& tx, const NewStaff& staff);

std::optional<core::Staff> find_staff(Transaction& tx, core::StaffId id);
/// By name, any letter case; disabled ones too.
std::optional<core::Staff> find_staff(Transaction& tx, std::string_view name);
/// By name.
std::vector<core::Staff> all_staff(Transaction& tx);
/// Those who may be told of a ticket of that branch: not disabled, of that branch or of none.
std::vector<core::Staff> staff_for(Transaction& tx, std::string_view branch);

/// Empty when no password is set.
std::string password_hash_of(Transaction& tx, core::StaffId id);
/// Also ends the set-up link and every session.
void set_password_hash(Transaction& tx, core::StaffId id, std::string_view hash);
/// A rehash of the same password: sessions live on.
void renew_password_hash(Transaction& tx, core::StaffId id, std::string_view hash);
/// Also ends every session, and leaves their tickets without an assignee.
void disable_staff(Transaction& tx, core::StaffId id);

/// Nothing: they are back.
void set_away(Transaction& tx, core::StaffId id, std::optional<Instant> until);
void set_single_keys(Transaction& tx, core::StaffId id, bool use);

void set_set_up_link(Transaction& tx, core::StaffId id, const Digest& digest, Instant until);
std::optional<core::Staff> find_staff_by_set_up_link(Transaction& tx, const Digest& digest);

void add_session(Transaction& tx, const Digest& digest, core::StaffId staff, Instant expires_at);
/// Whose session that is, if it lives.
std::optional<core::Staff> find_staff_by_session(Transaction& tx, const Digest& digest);
void end_session(Transaction& tx, const Digest& digest);
/// Those whose time is over; called at each sign-in.
void drop_expired_sessions(Transaction& tx);

} // namespace heard::storage
