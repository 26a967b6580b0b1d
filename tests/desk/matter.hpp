// Two customers with the same matter, and what each of them and the staff see of it.
#pragma once

#include "desk/customer.hpp"
#include "desk/erase.hpp"
#include "desk/merge.hpp"
#include "desk/reply.hpp"
#include "storage/audit.hpp"
#include "tests/support/shop.hpp"

#include <algorithm>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace heard::desk::test {

/// How often these words stand in a conversation.
inline auto count_of(const desk::Thread& thread, std::string_view words)
{
    return std::ranges::count(thread.entries, words, &core::Entry::text);
}

/// Ann wrote first; an hour later Bob wrote about the same.
struct Matter
{
    Shop shop{};
    desk::Receipt ann = shop.customer_says(
        {.dislikes = "The door sticks.", .name = "Ann", .contact = "ann@example.com"});
    time::Instant anns_due = shop.clock.now() + 24h;
    desk::Receipt bob = [this] {
        shop.clock.advance(1h);
        core::Submission said{.likes = "Mary helped me in.",
                              .dislikes = "The door is stuck.",
                              .name = "Bob",
                              .contact = "bob@example.com"};
        return shop.customer_says(said);
    }();

    auto merge(const desk::Receipt& ticket, const desk::Receipt& into)
    {
        return merge(shop.mary, ticket.reference, into.reference);
    }

    std::expected<desk::Merging, core::Problem> merge(const core::Staff& staff,
                                                      const std::string& reference,
                                                      const std::string& into)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::merge(tx, shop.house, {staff, reference}, into);
        });
    }

    desk::Thread customers(const desk::Receipt& ticket)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::customer_thread_of(
                tx, desk::find_by_status_token(tx, shop.house, ticket.status_token).value());
        });
    }

    desk::Thread staffs(const desk::Receipt& ticket)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::staff_thread_of(
                tx, desk::find_for_staff(tx, shop.house, shop.mary, ticket.reference).value());
        });
    }

    auto answer(const std::string& text, int seen, std::optional<time::Instant> until = {})
    {
        const desk::Reply reply{.writer = shop.mary,
                                .reference = ann.reference,
                                .text = text,
                                .done = {},
                                .seen = seen,
                                .until = until};
        return shop.in_transaction([&](storage::Transaction& tx) {
            return until ? desk::hold(tx, shop.house, reply) : desk::answer(tx, shop.house, reply);
        });
    }

    void erase(const desk::Receipt& ticket)
    {
        shop.in_transaction([&](storage::Transaction& tx) {
                return desk::erase_words(tx, shop.house, ticket.status_token);
            })
            .value();
    }

    std::vector<storage::QueueRow> queue()
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return storage::queue(
                tx, {.view = storage::View::all, .staff = shop.mary.id, .branch = ""});
        });
    }

    /// What `heard verify` says.
    std::vector<std::string> problems() { return storage::audit(shop.database); }
};

} // namespace heard::desk::test
