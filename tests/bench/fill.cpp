#include "bench/fill.hpp"

#include "auth/entropy.hpp"
#include "bench/vocabulary.hpp"
#include "daemon/opening.hpp"
#include "desk/handle.hpp"
#include "desk/reply.hpp"
#include "desk/submit.hpp"
#include "storage/search_index.hpp"
#include "storage/staff.hpp"
#include "time/clock.hpp"

#include <functional>
#include <random>
#include <stdexcept>

namespace heard::bench {

namespace {

using namespace std::chrono_literals;
using time::Instant;

constexpr int tickets_a_transaction = 5000;
constexpr int steps_a_transaction = 100;
constexpr int customers = 50'000;

/// What becomes of an open ticket: of every so many one each, the others wait.
enum class Work { praise, check, promised, taken, taken_by_branch };
constexpr int works = 15;

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
        house_.undo_for = {}; // Each of these replies has left long ago.
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
        staff_ = staff;
    }

    void add_answered(int count)
    {
        in_batches(count, [&](int i) {
            const auto at = spread(now_ - 24h * 365, 24h * 300, i, count);
            answer(submit(at, some_words(i)), at + house_.promise.respond_within / 2);
        });
    }

    void add_open(int count)
    {
        const auto within = house_.promise.respond_within;
        in_batches(count, [&](int i) {
            const auto at = spread(now_ - within + 10min, within - 10min, i, count);
            if (house_.branches.empty())
                submit(at, some_words(i));
            else
                add_at_work(i, at);
        });
    }

    void add_due_soon(const FillOptions& options)
    {
        const auto first = clock_.now() + options.lead - house_.promise.respond_within;
        in_batches(options.due_soon, [&](int i) {
            submit(spread(first, options.window, i, options.due_soon), some_words(i));
        });
    }

    /// As the daemon leaves it once it has had a quiet moment.
    void take_into_search()
    {
        for (bool more = true; more;) {
            database_.begin();
            storage::Transaction tx{database_, now_};
            for (int steps = 0; more && steps < steps_a_transaction; ++steps)
                more = storage::tend_search(tx);
            database_.commit();
        }
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

    core::Submission some_words(int index)
    {
        core::Submission said;
        said.dislikes = vocabulary_.sentence(dice_, 20);
        said.likes = vocabulary_.sentence(dice_, 8);
        if (!house_.branches.empty())
            said.branch = branch_of(index);
        return said;
    }

    /// Each gets of everything.
    std::string branch_of(int index) const
    {
        const auto round = static_cast<std::size_t>(index / works);
        return house_.branches[round % house_.branches.size()].code;
    }

    void add_at_work(int index, Instant at)
    {
        auto said = some_words(index);
        const auto work = static_cast<Work>(index % works);
        if (work == Work::praise)
            said.dislikes.clear();
        if (work == Work::check)
            said.suspicion = core::Suspicion::hidden_field;
        const auto reference = submit(at, said);
        if (work == Work::promised)
            hold(reference, at + 1min);
        if (work == Work::taken || work == Work::taken_by_branch)
            take(reference, at, work == Work::taken ? "" : said.branch);
    }

    std::string submit(Instant at, core::Submission said)
    {
        // Some of them write again and again. By telephone: nobody has to get a letter.
        const int customer = std::uniform_int_distribution{0, customers}(dice_);
        said.name = "Tomasz Nowak" + std::to_string(customer);
        said.contact = "0151 " + std::to_string(2'340'000 + customer);
        entropy_.fill(said.form_key);
        storage::Transaction tx{database_, at};
        return desk::submit(tx, house_, said).value().reference;
    }

    void answer(const std::string& reference, Instant at)
    {
        storage::Transaction tx{database_, at};
        const desk::Reply reply{
            writer_, reference, vocabulary_.sentence(dice_, 15), vocabulary_.sentence(dice_, 5), 0,
            {},      true};
        if (!desk::answer(tx, house_, reply))
            throw std::runtime_error{"the desk does not take an answer"};
    }

    void hold(const std::string& reference, Instant at)
    {
        storage::Transaction tx{database_, at};
        const desk::Reply reply{writer_, reference, vocabulary_.sentence(dice_, 15), {}, 0,
                                at + 3h, true};
        if (!desk::hold(tx, house_, reply))
            throw std::runtime_error{"the desk does not take a holding reply"};
    }

    /// The first of the staff of that branch; of none: who answers.
    void take(const std::string& reference, Instant at, const std::string& branch)
    {
        storage::Transaction tx{database_, at};
        for (const auto& staff : staff_)
            if (staff.branch == branch && !desk::claim(tx, house_, {staff, reference}, true))
                throw std::runtime_error{"the desk does not hand a ticket over"};
    }

    time::SystemClock clock_;
    auth::SystemEntropy entropy_;
    storage::Database database_;
    Instant now_;
    desk::House house_;
    core::Staff writer_;
    std::vector<core::Staff> staff_;
    Vocabulary vocabulary_;
    std::mt19937 dice_{1};
};

} // namespace

void fill(const daemon::Config& config, const FillOptions& options)
{
    Filling filling{config};
    filling.add_answered(options.answered);
    filling.add_open(options.open);
    filling.take_into_search();
    filling.add_due_soon(options); // Last: its times count from when the rest is done.
}

} // namespace heard::bench
