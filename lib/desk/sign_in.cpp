#include "desk/sign_in.hpp"

#include "auth/token.hpp"
#include "text/utf8.hpp"

namespace heard::desk {

namespace {

using core::Problem;
using core::ProblemKind;

// A till is signed in by whoever opens the shop; a month spares them a password most mornings.
constexpr auto session_life = std::chrono::days{30};
constexpr auto set_up_life = std::chrono::days{3};

Problem invalid(std::string phrase, std::string field)
{
    return {ProblemKind::invalid, std::move(phrase), std::move(field)};
}

std::optional<Problem> problem_with(storage::Transaction& tx, const House& house,
                                    const storage::NewStaff& staff)
{
    // One line, as customers and the list show it.
    if (text::is_blank(staff.name) || text::first_words(staff.name, core::name_max) != staff.name ||
        text::count_characters(staff.name) > core::name_max)
        return invalid("problem.name_missing", "name");
    if (!mail::is_address(staff.email))
        return invalid("problem.bad_address", "email");
    if (!staff.branch.empty() && !house.find_branch(staff.branch))
        return invalid("problem.unknown_branch", "branch");
    if (storage::find_staff(tx, staff.name))
        return Problem{ProblemKind::conflict, "problem.name_taken", "name", {{"name", staff.name}}};
    return std::nullopt;
}

} // namespace

std::optional<Account> find_account(storage::Transaction& tx, std::string_view name)
{
    const auto staff = storage::find_staff(tx, name);
    if (!staff || staff->disabled || !staff->has_password)
        return std::nullopt;
    return Account{*staff, storage::password_hash_of(tx, staff->id)};
}

std::expected<std::string, Problem> open_session(storage::Transaction& tx, const Account& account,
                                                 auth::Entropy& entropy,
                                                 std::string_view renewed_hash)
{
    // Hashing took a while: the account may have changed since it was read.
    const auto now = storage::find_staff(tx, account.staff.id);
    if (!now || now->disabled || storage::password_hash_of(tx, now->id) != account.password_hash)
        return std::unexpected{Problem{ProblemKind::forbidden, "problem.account_changed", ""}};
    if (!renewed_hash.empty())
        storage::renew_password_hash(tx, now->id, renewed_hash);
    storage::drop_expired_sessions(tx);
    auto token = auth::make_token(entropy);
    storage::add_session(tx, auth::digest(token).value(), now->id, tx.now() + session_life);
    return token;
}

std::optional<core::Staff> whose_session(storage::Transaction& tx, std::string_view token)
{
    const auto digest = auth::digest(token);
    return digest ? storage::find_staff_by_session(tx, *digest) : std::nullopt;
}

Done close_session(storage::Transaction& tx, std::string_view token)
{
    if (const auto digest = auth::digest(token))
        storage::end_session(tx, *digest);
    return {};
}

std::expected<core::StaffId, Problem> add_staff(storage::Transaction& tx, const House& house,
                                                const storage::NewStaff& staff)
{
    if (auto problem = problem_with(tx, house, staff))
        return std::unexpected{std::move(*problem)};
    return storage::add_staff(tx, staff);
}

std::string make_set_up_link(storage::Transaction& tx, core::StaffId staff, auth::Entropy& entropy)
{
    auto token = auth::make_token(entropy);
    storage::set_set_up_link(tx, staff, auth::digest(token).value(), tx.now() + set_up_life);
    return token;
}

std::optional<core::Staff> whose_set_up_link(storage::Transaction& tx, std::string_view token)
{
    const auto digest = auth::digest(token);
    return digest ? storage::find_staff_by_set_up_link(tx, *digest) : std::nullopt;
}

std::expected<core::Staff, Problem> set_up(storage::Transaction& tx, std::string_view token,
                                           std::string_view password_hash)
{
    const auto staff = whose_set_up_link(tx, token);
    if (!staff)
        return std::unexpected{Problem{ProblemKind::not_found, "problem.link_used", ""}};
    storage::set_password_hash(tx, staff->id, password_hash);
    return *staff;
}

} // namespace heard::desk
