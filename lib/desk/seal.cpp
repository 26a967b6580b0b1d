#include "desk/seal.hpp"

#include <cstdio>

namespace heard::desk::letters {

namespace {

std::string_view domain_of(const House& house)
{
    const std::string_view email = house.sender.email;
    return email.substr(email.find('@') + 1);
}

std::string message_id_of(const House& house, const storage::NewLetter& letter)
{
    const auto cause = std::to_string(house.epoch.number) + "/" + letter.key;
    const auto mac = house.keys.letter.sign(auth::bytes_of(cause));
    std::string name;
    for (std::size_t i = 0; i < 12; ++i) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", mac[i]);
        name += two;
    }
    return mail::make_message_id(name, domain_of(house));
}

} // namespace

// With the generation, since after a restore a reference may have been given out twice, though that
// is most unlikely.
std::string root_id(const House& house, const core::Ticket& ticket)
{
    auto name = ticket.reference;
    if (ticket.root_generation != 0)
        name += "." + std::to_string(ticket.root_generation);
    return mail::make_message_id(name, domain_of(house));
}

storage::NewLetter sealed(const House& house, storage::NewLetter row, mail::Letter letter)
{
    if (row.message_id.empty())
        row.message_id = message_id_of(house, row);
    row.sender = house.sender.email;
    row.recipient = letter.to.email;
    if (letter.from.email.empty())
        letter.from = house.sender;
    letter.message_id = row.message_id;
    row.mime = mail::to_mime(letter);
    return row;
}

} // namespace heard::desk::letters
