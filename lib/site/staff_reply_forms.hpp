// The part of a ticket's page where staff write to the customer: the two forms, what is about to
// leave, and what somebody has begun. Composes; reads and decides nothing but what `unsaid_of`
// reads.
#pragma once

#include "core/ticket.hpp"
#include "storage/draft.hpp"
#include "storage/sending.hpp"
#include "storage/transaction.hpp"
#include "text/template.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heard::site {

struct Draft;
struct TicketPage;

/// What is written on a ticket and not said yet.
struct Unsaid
{
    std::optional<storage::Sending> leaving;
    std::vector<storage::Draft> drafts;
    std::map<core::StaffId, std::string> writers; ///< Names of all who appear.
};

Unsaid unsaid_of(storage::Transaction& tx, core::TicketId ticket);

/// The newest entry that the words in the forms know of: what came after it is marked as new.
std::optional<int> known_to_writer(const TicketPage& page, const Draft& posted);

/// The data of web/pages/_staff_reply.html. `posted` is what came back from one of the forms; where
/// it did not, the form holds what this person wrote there before.
void set_reply_forms(text::Data& data, const TicketPage& page, const Draft& posted);

} // namespace heard::site
