#include "desk/house.hpp"

#include "auth/status_token.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace heard::desk {

const Branch* House::find_branch(std::string_view code) const
{
    const auto found = std::find_if(branches.begin(), branches.end(),
                                    [wanted = text::folded(code)](const Branch& branch) {
                                        return text::folded(branch.code) == wanted;
                                    });
    return found == branches.end() ? nullptr : &*found;
}

const House& House::speaking(std::string_view language) const
{
    const auto other = std::ranges::find_if(
        translated, [&](const House& house) { return house.words.language() == language; });
    return other == translated.end() ? *this : *other;
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

std::string House::kind_words_link() const
{
    return base_url + "/staff/kind-words";
}

std::string House::check_link() const
{
    return queue_link() + "?view=check";
}

House in_languages(House house, const std::vector<std::string>& languages)
{
    house.translated.clear();
    house.languages = languages;
    house.words = text::Words::of(languages.front());
    std::vector<House> translated;
    for (const auto& language : languages)
        if (language != languages.front()) {
            translated.push_back(house);
            translated.back().words = text::Words::of(language);
        }
    house.translated = std::move(translated);
    return house;
}

} // namespace heard::desk
