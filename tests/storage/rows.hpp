// A database in memory, a time that tests set, and the rows that others hang on.
#pragma once

#include "core/moments.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"
#include "storage/transaction.hpp"

#include <string>
#include <utility>

namespace heard::storage {

using namespace std::chrono_literals;

class Rows
{
public:
    /// One job in one transaction at `now`.
    template <class Job>
    auto run(Job job)
    {
        return in_one_transaction(database, now, std::move(job));
    }

    /// One job in a transaction that the test has begun, and ends itself.
    template <class Job>
    auto run_inside(Job job)
    {
        Transaction tx{database, now};
        return job(tx);
    }

    /// A statement without results, as its own transaction.
    void execute(const std::string& sql) { database.execute(sql); }

    core::TicketId add_ticket(core::Submission said)
    {
        said.form_key[0] = ++forms_;
        return run([&](Transaction& tx) { return storage::add_ticket(tx, {references}, said).id; });
    }

    core::PromiseId promise(core::TicketId ticket, Instant due_at,
                            std::optional<core::StaffId> made_by = {})
    {
        return run([&](Transaction& tx) {
            return add_promise(tx, {ticket, due_at, made_by, due_at});
        });
    }

    void end(core::TicketId ticket, core::PromiseState state)
    {
        run([&](Transaction& tx) {
            end_promise(tx, find_open_promise(tx, ticket).value(), state);
            return 0;
        });
    }

    core::StaffId hire(const std::string& name, const std::string& branch = "")
    {
        return run([&](Transaction& tx) {
            return add_staff(tx, {name, name + "@example.com", core::Role::staff, branch});
        });
    }

    Instant now = utc("2026-11-23 08:00");
    Database database{":memory:", Access::write};
    core::References references{42};

private:
    unsigned char forms_ = 0;
};

} // namespace heard::storage
