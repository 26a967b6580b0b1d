// A ticket as the staff see it: everything on it, the forms under it, and what became of what was
// just posted. Composes; reads and decides nothing.
#pragma once

#include "desk/acquaintance.hpp"
#include "desk/like.hpp"
#include "desk/mirror.hpp"
#include "desk/thread.hpp"
#include "http/response.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_reply_forms.hpp"
#include "site/staff_sent.hpp"
#include "storage/book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::site {

/// Whom the praise of a ticket can be passed on to.
struct People
{
    std::vector<core::Staff> everybody;
    std::vector<std::string> praised; ///< The names of those who have had it.
};

/// Another ticket that may be of the same matter.
struct MergeChoice
{
    std::string reference;
    core::Submission said;
    time::Instant opened_at;
    std::optional<time::Instant> due_at; ///< Nothing: no promise is open on it.
};

/// What the page shows, as it was read.
struct TicketView
{
    desk::Thread thread;
    std::vector<storage::BookLine> book;
    std::vector<core::Staff> colleagues; ///< Those who may be handed the ticket.
    People people;
    Unsaid unsaid;
    std::vector<desk::Repeated> repeated; ///< In the reply that was refused for it.
    std::vector<Sent> sent = {};          ///< By whoever reads this.
    bool is_next = false;                 ///< They come from a reply, and this is due next.
    std::int64_t newest_line = 0;         ///< Of the whole book.
    desk::Acquaintance acquaintance = {};
    desk::LikeTickets like = {};
    std::vector<MergeChoice> merge_choices = {};
    std::vector<core::Ticket> reached = {}; ///< By a reply, as it stands now.
};

/// What somebody wrote into one of the forms: it stays there when it could not be taken in.
struct Draft
{
    enum class Form { none, answer, hold, note, set_aside, merge, customer_note };
    Form form = Form::none;
    std::string text;
    std::string done;
    std::string until;
    std::optional<int> seen; ///< The newest entry they knew of: what came after is marked as new.
    /// The date in words, to be read before it is promised; empty: nobody asked for it.
    std::string said_back = {};
    /// What the page calls itself, and the number of the draft that it showed; see desk/draft.hpp.
    std::string page = {};
    std::int64_t number = 0;
};

struct TicketPage
{
    const desk::House& house;
    const core::Staff& staff;
    const TicketView& view;
    time::Instant now;
    const Presence& presence;
};

http::Response ticket_page(const TicketPage& page);
/// The same with what is wrong and with the writer's own words. A conflict shows what came in
/// meanwhile, and the next try counts it as seen.
http::Response ticket_page_again(const TicketPage& page, const Fault& fault, const Draft& draft);

} // namespace heard::site
