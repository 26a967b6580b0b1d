// A shop as a test sees it: customers say things, staff answer, time goes by, letters lie in the
// outbox. A database in memory, a clock that stands still until it is told to go on, random bits
// that count. No threads, no pages, no sockets.
#pragma once

#include "auth/fixed_entropy.hpp"
#include "core/moments.hpp"
#include "desk/escalate.hpp"
#include "desk/house.hpp"
#include "desk/submit.hpp"
#include "desk/thread.hpp"
#include "storage/database.hpp"
#include "storage/report.hpp"
#include "storage/transaction.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard {

using namespace std::chrono_literals;

class ShopClock
{
public:
    time::Instant now() const { return now_; }
    void advance(time::Micros span) { now_ += span; }
    void set(time::Instant now) { now_ = now; }

private:
    time::Instant now_ = berlin("2026-11-23 09:00"); ///< A Monday.
};

/// A letter in the outbox, and what its reader sees of it.
struct Letter
{
    std::string what;
    std::string recipient;
    std::string message_id;
    std::string mime;

    /// The value of a header field on one line; empty if there is none.
    std::string header(std::string_view name) const;
    std::string subject() const { return header("Subject"); }
    /// The text/plain part, its paragraphs put together.
    std::string text() const;
    bool says(std::string_view words) const { return text().find(words) != std::string::npos; }
};

class Shop
{
public:
    /// Promises an answer within 24 hours and has the ladder of the sample settings. Mary works
    /// there.
    Shop();

    // ---- Customers
    /// Each call is a form of its own, unless `said` has the key of an earlier one.
    desk::Receipt customer_says(core::Submission said);
    void customer_adds(const desk::Receipt& ticket, std::string_view text);
    void customer_settles(const desk::Receipt& ticket, bool settled = true);

    // ---- Staff
    /// Their address is their name in lower case at dairy.example.
    core::Staff hire(const std::string& name, core::Role role = core::Role::staff,
                     const std::string& branch = "");
    void dismiss(const core::Staff& staff);
    void staff_claims(const desk::Receipt& ticket, const core::Staff& staff);
    /// Mary does, having seen all there is.
    void staff_answers(const desk::Receipt& ticket, std::string_view text);
    void staff_holds(const desk::Receipt& ticket, std::string_view text, core::Instant until);

    // ---- Time
    /// What the promise round does when it wakes up now; gives how many escalations were written.
    int climb();
    /// Time goes by with the daemon running: the round looks whenever a promise wants to be looked
    /// at. For a daemon that is down: `clock.advance(...)`, then `climb()`.
    void let_pass(time::Micros span);

    // ---- What became of it
    desk::Thread thread(const desk::Receipt& ticket);
    std::vector<core::Promise> promises(const desk::Receipt& ticket);
    /// What happened, in the words of the book, oldest first.
    std::vector<std::string> book(const desk::Receipt& ticket);
    /// Oldest first.
    std::vector<Letter> letters();
    std::vector<Letter> letters_to(std::string_view address);

    /// Any job at the present time, rolled back if it ends in a problem.
    template <class Job>
    auto in_transaction(Job job)
    {
        return storage::in_one_transaction(database, clock.now(), std::move(job));
    }

    ShopClock clock;
    auth::FixedEntropy entropy;
    storage::Database database{":memory:", storage::Access::write};
    desk::House house;
    core::Staff mary;
    const std::string owner = "stew@dairy.example";

private:
    core::FormKey next_form();
    unsigned forms_ = 0;
};

/// The subjects of letters, to compare at a glance.
std::vector<std::string> subjects_of(const std::vector<Letter>& letters);

} // namespace heard
