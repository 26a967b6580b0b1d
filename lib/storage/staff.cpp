#include "storage/staff.hpp"

namespace heard::storage {

namespace {

core::Staff read_staff(Row& row)
{
    core::Staff staff;
    std::string role;
    row >> staff.id >> staff.name >> staff.email >> role >> staff.branch >> staff.disabled >>
        staff.has_password >> staff.away_until >> staff.single_keys;
    staff.role = core::role_from(role).value();
    return staff;
}

} // namespace

core::StaffId add_staff(Transaction& tx, const NewStaff& staff)
{
    auto query = tx.prepare(R"sql(
        insert into staff (name, email, role, branch, created_at) values (?1, ?2, ?3, ?4, ?5) returning id
    )sql");
    return {query.value<std::int64_t>(staff.name, staff.email, to_text(staff.role), staff.branch,
                                      tx.now())};
}

std::optional<core::Staff> find_staff(Transaction& tx, core::StaffId id)
{
    auto query = tx.prepare(R"sql(
        select id, name, email, role, branch, disabled_at is not null, password_hash <> '', away_until, single_keys
          from staff where id = ?1
    )sql");
    return query.first(read_staff, id);
}

std::optional<core::Staff> find_staff(Transaction& tx, std::string_view name)
{
    auto query = tx.prepare(R"sql(
        select id, name, email, role, branch, disabled_at is not null, password_hash <> '', away_until, single_keys
          from staff where name = ?1
    )sql");
    return query.first(read_staff, name);
}

std::vector<core::Staff> all_staff(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        select id, name, email, role, branch, disabled_at is not null, password_hash <> '', away_until, single_keys
          from staff order by name
    )sql");
    return query.all(read_staff);
}

std::vector<core::Staff> staff_for(Transaction& tx, std::string_view branch)
{
    auto query = tx.prepare(R"sql(
        select id, name, email, role, branch, false, password_hash <> '', away_until, single_keys
          from staff
         where disabled_at is null and (branch = '' or ?1 = '' or branch = ?1)
         order by id
    )sql");
    return query.all(read_staff, branch);
}

std::string password_hash_of(Transaction& tx, core::StaffId id)
{
    return tx.prepare("select password_hash from staff where id = ?1").value<std::string>(id);
}

void set_password_hash(Transaction& tx, core::StaffId id, std::string_view hash)
{
    tx.prepare("update staff set password_hash = ?2, set_up_digest = null, set_up_until = null "
               "where id = ?1")
        .run(id, hash);
    tx.prepare("delete from session where staff = ?1").run(id);
}

void renew_password_hash(Transaction& tx, core::StaffId id, std::string_view hash)
{
    tx.prepare("update staff set password_hash = ?2 where id = ?1").run(id, hash);
}

void disable_staff(Transaction& tx, core::StaffId id)
{
    tx.prepare("update staff set disabled_at = coalesce(disabled_at, ?2), set_up_digest = null "
               "where id = ?1")
        .run(id, tx.now());
    tx.prepare("delete from session where staff = ?1").run(id);
    tx.prepare("update ticket set assignee = null where assignee = ?1").run(id);
}

void set_away(Transaction& tx, core::StaffId id, std::optional<Instant> until)
{
    tx.prepare("update staff set away_until = ?2 where id = ?1").run(id, until);
}

void set_single_keys(Transaction& tx, core::StaffId id, bool use)
{
    tx.prepare("update staff set single_keys = ?2 where id = ?1").run(id, use);
}

void set_set_up_link(Transaction& tx, core::StaffId id, const Digest& digest, Instant until)
{
    tx.prepare("update staff set set_up_digest = ?2, set_up_until = ?3 where id = ?1")
        .run(id, digest, until);
}

std::optional<core::Staff> find_staff_by_set_up_link(Transaction& tx, const Digest& digest)
{
    auto query = tx.prepare(R"sql(
        select id, name, email, role, branch, false, password_hash <> '', away_until, single_keys
          from staff
         where set_up_digest = ?1 and set_up_until > ?2 and disabled_at is null
    )sql");
    return query.first(read_staff, digest, tx.now());
}

void add_session(Transaction& tx, const Digest& digest, core::StaffId staff, Instant expires_at)
{
    tx.prepare(
          "insert into session (digest, staff, created_at, expires_at) values (?1, ?2, ?3, ?4)")
        .run(digest, staff, tx.now(), expires_at);
}

std::optional<core::Staff> find_staff_by_session(Transaction& tx, const Digest& digest)
{
    auto query = tx.prepare(R"sql(
        select staff.id, name, email, role, branch, false, true, away_until, single_keys
          from session join staff on staff.id = session.staff
         where session.digest = ?1 and session.expires_at > ?2 and disabled_at is null
    )sql");
    return query.first(read_staff, digest, tx.now());
}

void end_session(Transaction& tx, const Digest& digest)
{
    tx.prepare("delete from session where digest = ?1").run(digest);
}

void drop_expired_sessions(Transaction& tx)
{
    tx.prepare("delete from session where expires_at <= ?1").run(tx.now());
}

} // namespace heard::storage
