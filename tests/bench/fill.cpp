#include "bench/fill.hpp"

#include "auth/entropy.hpp"
#include "daemon/opening.hpp"
#include "desk/reply.hpp"
#include "desk/submit.hpp"
#include "storage/staff.hpp"
#include "time/clock.hpp"

#include <functional>
#include <stdexcept>

namespace heard::bench {

namespace {

using namespace std::chrono_literals;
using time::Instant;

constexpr int tickets_a_transaction = 5000;

/// The moment that lies `index` of `count` steps into `span`.
Instant spread(Instant from, time::Micros span, int index, int count)
{
    return from + span * index / std::max(count, 1);
}

class Filling
{
public:
    explicit Filling(const daemon::Config& config)
        : database_{config.database, storage::Access::write}
        , now_{clock_.now()}
        , house_{daemon::make_house(config, daemon::open_house(database_, now_, entropy_))}
    {
        // Written down beforehand, so that the daemon does not take it for a new one and looks at
        // every promise again.
        database_.begin();
        storage::Transaction tx{database_, now_};
        storage::set_ladder(tx, core::to_text(house_.ladder));
        const auto staff = storage::all_staff(tx);
        database_.commit();
        if (staff.empty())
            throw std::runtime_error{"add somebody to the staff first, who answers"};
        writer_ = staff.front();
    }

    void add_answered(int count)
    {
        in_batches(count, [&](int i) {
            const auto at = spread(now_ - 24h * 365, 24h * 300, i, count);
            answer(submit(at), at + house_.promise.respond_within / 2);
        });
    }

    void add_open(int count)
    {
        const auto within = house_.promise.respond_within;
        in_batches(count,
                   [&](int i) { submit(spread(now_ - within + 10min, within - 10min, i, count)); });
    }

    void add_due_soon(const FillOptions& options)
    {
        const auto first = clock_.now() + options.lead - house_.promise.respond_within;
        in_batches(options.due_soon,
                   [&](int i) { submit(spread(first, options.window, i, options.due_soon)); });
    }

private:
    void in_batches(int count, const std::function<void(int)>& add)
    {
        for (int i = 0; i < count; ++i) {
            if (i % tickets_a_transaction == 0)
                database_.begin();
            add(i);
            if ((i + 1) % tickets_a_transaction == 0 || i + 1 == count)
                database_.commit();
        }
    }

    std::string submit(Instant at)
    {
        core::Submission said;
        said.dislikes = "The left shoe came apart at the seam after two weeks. I only wear them "
                        "to the office, so I would have expected more.";
        said.likes = "The fitting was the best I have had in years, thank you!";
        said.name = "Tomasz Nowak";
        entropy_.fill(said.form_key);
        storage::Transaction tx{database_, at};
        return desk::submit(tx, house_, said).value().reference;
    }

    void answer(const std::string& reference, Instant at)
    {
        storage::Transaction tx{database_, at};
        const desk::Reply reply{writer_,
                                reference,
                                "I am sorry, and thank you for telling us. A new pair is on its "
                                "way to you with our apology.",
                                "A new pair was sent.",
                                0,
                                {},
                                true};
        if (!desk::answer(tx, house_, reply))
            throw std::runtime_error{"the desk does not take an answer"};
    }

    time::SystemClock clock_;
    auth::SystemEntropy entropy_;
    storage::Database database_;
    Instant now_;
    desk::House house_;
    core::Staff writer_;
};

} // namespace

void fill(const daemon::Config& config, const FillOptions& options)
{
    Filling filling{config};
    filling.add_answered(options.answered);
    filling.add_open(options.open);
    filling.add_due_soon(options); // Last: its times count from when the rest is done.
}

} // namespace heard::bench
