// A made-up world around one shop: time that jumps, customers, staff, the mail, and a machine that
// dies. One seed and a list of actions decide everything. It drives what the daemon drives, by the
// same functions, and asks after every step whether the word was kept.
#pragma once

#include "tests/simulation/action.hpp"
#include "tests/simulation/machine.hpp"
#include "tests/simulation/post.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace heard::simulation {

struct Tally
{
    std::uint64_t actions = 0;
    std::uint64_t commits = 0;
    std::uint64_t crashes = 0;
    std::uint64_t power_cuts = 0;
    std::uint64_t tickets = 0;
    std::uint64_t letters = 0;
    std::uint64_t escalations = 0;
    std::uint64_t alarms = 0;
    std::uint64_t refused = 0; ///< Commits, by a full disk.
    std::uint64_t digest = 0;  ///< Of everything that was done, and when.
};

struct Plan
{
    std::uint64_t seed = 1;
    int days = 30;
    std::vector<Action> actions;
    Mutation mutation = Mutation::none;
    std::vector<std::string>* history = nullptr; ///< One line for each thing that happens.
};

class World
{
public:
    explicit World(const Plan& plan);

    /// Throws Broken.
    Tally run();
    /// Time that has gone by.
    Micros gone() const { return gone_; }

private:
    /// A letter on its way to the mail server.
    struct Flight
    {
        storage::WaitingLetter letter;
        Post::Attempt attempt;
        Micros ends_at{0};
    };

    // ---- Time
    Instant now() const { return first_moment_ + gone_ + clock_is_ahead_; }
    void advance(Micros to);
    void let_pass(Micros to);
    Micros gone_at(Instant moment) const { return moment - first_moment_ - clock_is_ahead_; }
    Micros next_event() const;
    void work();
    bool do_one_thing();
    void check_on_time() const;
    void check_inboxes() const;
    void check_everything();

    // ---- The daemon
    template <class Step>
    void survive(Step step)
    {
        try {
            step();
        } catch (const Died&) {
            come_back();
        }
    }
    void come_back();
    void come_up();
    void write_down_ladder();
    void promise_round();
    void outbox_round();
    void care_round();
    void plan_care(const std::optional<Instant>& alarm_at);
    std::optional<Instant> next_morning() const;
    bool land_flights();
    Job job_of_landing(const Flight& flight);
    void wake_all();
    bool commit(std::vector<Job> jobs);

    // ---- Actions
    void perform(const Action* first, const Action* last);
    void perform_jobs(const Action* first, const Action* last);
    void perform(const Action& action);
    void turn_the_weather(Dice& dice);
    void fill_disk(Dice& dice);
    void reload(Dice& dice);
    void set_clock(Dice& dice);
    void stop(Dice& dice);
    void die_now(Dice& dice);
    void die_soon(Dice& dice);
    void tell(const std::string& words);

    const Plan& plan_;
    Dice dice_;
    time::Zone zone_;
    Instant first_moment_;
    Micros gone_{0};
    Micros clock_is_ahead_{0};
    Micros next_check_{0};
    std::shared_ptr<const desk::House> house_;
    Model model_;
    Machine machine_;
    Post post_;
    std::optional<Instant> promise_alarm_;
    std::optional<Instant> letter_alarm_;
    std::vector<Flight> flights_;
    std::vector<Job> unanswered_; ///< Of people who have not heard back.
    Micros up_at_{0};
    Micros care_at_{0};
    Micros space_at_{0}; ///< When there is space again on a disk that is full, or was.
    Tally tally_;
};

} // namespace heard::simulation
