#include "core/ticket.hpp"

#include "core/names.hpp"

#include <array>

namespace heard::core {

namespace {

constexpr std::array<std::string_view, 7> entry_names = {"message", "answer",      "hold",  "note",
                                                         "settled", "not_settled", "erased"};
constexpr std::array<std::string_view, 3> role_names = {"staff", "manager", "owner"};

} // namespace

std::string_view to_text(EntryKind what)
{
    return entry_names[static_cast<std::size_t>(what)];
}

std::optional<EntryKind> entry_kind_from(std::string_view text)
{
    return from_name<EntryKind>(entry_names, text);
}

std::string_view to_text(Role role)
{
    return role_names[static_cast<std::size_t>(role)];
}

std::optional<Role> role_from(std::string_view text)
{
    return from_name<Role>(role_names, text);
}

bool is_away(const Staff& staff, Instant now)
{
    return staff.away_until && *staff.away_until > now;
}

bool may_see(const Staff& staff, std::string_view ticket_branch)
{
    return staff.branch.empty() || ticket_branch.empty() || staff.branch == ticket_branch;
}

} // namespace heard::core
