#include "desk/house.hpp"

#include "auth/status_token.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::desk {

const Branch* House::find_branch(std::string_view code) const
{
    const auto found = std::find_if(branches.begin(), branches.end(),
                                    [wanted = text::folded(code)](const Branch& branch) {
                                        return text::folded(branch.code) == wanted;
                                    });
    return found == branches.end() ? nullptr : &*found;
}

std::string House::status_token(const core::Ticket& ticket) const
{
    return auth::make_status_token(keys.status, core::code_of(ticket.reference),
                                   ticket.link_generation);
}

std::string House::status_link(const core::Ticket& ticket) const
{
    return base_url + "/t/" + status_token(ticket);
}

std::string House::ticket_link(std::string_view reference) const
{
    return base_url + "/staff/tickets/" + std::string{reference};
}

std::string House::queue_link() const
{
    return base_url + "/staff";
}

} // namespace heard::desk
