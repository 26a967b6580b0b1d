// The house as its desk knows it: who it is, what it promises, whom it tells, and how its links are
// made. Made from the settings and from what the database says of itself; never changed, only
// replaced as a whole.
#pragma once

#include "auth/invoice_link.hpp"
#include "auth/key.hpp"
#include "core/ladder.hpp"
#include "core/promise.hpp"
#include "core/reference.hpp"
#include "core/ticket.hpp"
#include "mail/letter.hpp"
#include "text/words.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::desk {

using core::Instant;
using core::Micros;

struct Branch
{
    std::string code;
    std::string name;
    std::string manager_email; ///< May be empty.
};

/// What the house signs with: one key for each purpose, so that what is signed for one cannot be
/// shown for another. Derived once, since every submission needs two of them.
struct Keys
{
    Keys() = default;
    explicit Keys(const auth::Key& house)
        : status{auth::derive(house, "status")}
        , form{auth::derive(house, "form")}
        , letter{auth::derive(house, "letter")}
    {}

    auth::Signer status{auth::Key{}};
    auth::Signer form{auth::Key{}};
    auth::Signer letter{auth::Key{}};
};

/// What happens when somebody could not be told.
struct AlarmRule
{
    Micros after = std::chrono::minutes{5}; ///< So long a letter may be under way.
    bool second_way = false;                ///< Alarms can go by a mail server of their own.
    bool webhook = false;
};

/// How much of the disk photos may use.
struct PhotoRule
{
    std::int64_t bytes_max = 10 << 20; ///< Of one.
    std::int64_t bytes_together_max = std::int64_t{2} << 30;
};

struct House
{
    std::string business;
    std::string phone; ///< May be empty.
    mail::Address owner;
    mail::Address sender; ///< From whom letters come.
    std::string base_url; ///< Without a slash at the end.
    std::vector<Branch> branches;
    core::PromiseRule promise;
    core::Ladder ladder;
    /// So long a reply waits before it leaves, for its writer to think better of it; 0: it does
    /// not.
    Micros undo_for{0};
    AlarmRule alarm;
    PhotoRule photos;
    /// When the owner gets the daily letter, counted from midnight on the wall; nothing: never.
    std::optional<std::chrono::minutes> daily_at;
    std::vector<auth::InvoiceKey> invoice_keys; ///< The first signs, all verify.
    core::References references{0};
    core::Epoch epoch;
    Keys keys;
    /// In which this House speaks: the first language for staff and owner.
    text::Words words = text::Words::of("en");
    /// All that customers may choose from, the first one first: see in_languages().
    std::vector<std::string> languages = {"en"};
    std::vector<House> translated; ///< The same house in its other languages; empty in those.

    const time::Zone& zone() const { return promise.hours.zone; }
    /// The house in that language, or as it is when it does not speak it.
    const House& speaking(std::string_view language) const;
    /// In any letter case, as links are printed and typed. Nothing for an empty code.
    const Branch* find_branch(std::string_view code) const;

    std::string status_token(const core::Ticket& ticket) const;
    /// The customer's link to one ticket. Whoever has it sees that ticket, and nothing else.
    std::string status_link(const core::Ticket& ticket) const;
    /// The staff's page of a ticket; asks for a sign-in.
    std::string ticket_link(std::string_view reference) const;
    std::string queue_link() const;
    /// Where staff read what was said in praise of them.
    std::string kind_words_link() const;
    /// The part of it that was set aside.
    std::string check_link() const;
};

/// That house speaking each of `languages`, which are in the program; the first is its own. To be
/// done last: the translations are copies.
House in_languages(House house, const std::vector<std::string>& languages);

} // namespace heard::desk
