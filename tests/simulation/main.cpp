// heard_simulation: one seed after another, each a shop of its own. A seed that breaks a rule is
// shortened to the actions that are needed for it and printed. Options are said by `--help`; what
// it prints last is read by tests/simulation/run.
#include "tests/simulation/broken.hpp"
#include "tests/simulation/world.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace heard::simulation {

namespace {

// Each try is a run; the history gets short long before.
constexpr int tries_max = 3000;

struct Failure
{
    std::string rule;
    std::string what;
    Micros after{0};
};

std::optional<Failure> failure_of(const Plan& plan, Tally* tally = nullptr)
{
    World world{plan};
    try {
        const auto done = world.run();
        if (tally)
            *tally = done;
        return std::nullopt;
    } catch (const Broken& broken) {
        return Failure{broken.rule(), broken.what(), world.gone()};
    }
}

/// Takes out what is not needed to break the same rule: halves, quarters, down to single actions.
class Shortening
{
public:
    Shortening(Plan plan, Failure failure)
        : plan_{std::move(plan)}
        , failure_{std::move(failure)}
    {}

    Plan shortest()
    {
        std::erase_if(plan_.actions,
                      [&](const auto& action) { return action.at > failure_.after; });
        plan_.days = static_cast<int>(failure_.after / std::chrono::hours{24}) + 1;
        for (auto chunk = plan_.actions.size() / 2; chunk > 0; chunk = smaller(chunk))
            take_out_chunks(chunk);
        return plan_;
    }

private:
    /// Single actions are tried until none can be spared.
    std::size_t smaller(std::size_t chunk) const
    {
        if (chunk > 1)
            return chunk / 2;
        return took_out_ && tries_ < tries_max ? 1 : 0;
    }

    void take_out_chunks(std::size_t chunk)
    {
        took_out_ = false;
        for (std::size_t from = 0; from < plan_.actions.size() && tries_ < tries_max;)
            if (!still_broken_without(from, chunk))
                from += chunk;
    }

    bool still_broken_without(std::size_t from, std::size_t count)
    {
        ++tries_;
        auto shorter = plan_;
        const auto begin = shorter.actions.begin() + static_cast<std::ptrdiff_t>(from);
        const auto left = shorter.actions.end() - begin;
        shorter.actions.erase(begin, begin + std::min(static_cast<std::ptrdiff_t>(count), left));
        const auto failure = failure_of(shorter);
        if (!failure || failure->rule != failure_.rule)
            return false;
        plan_ = std::move(shorter);
        took_out_ = true;
        return true;
    }

    Plan plan_;
    Failure failure_;
    bool took_out_ = false;
    int tries_ = 0;
};

void print_shortest(const Plan& plan, const Failure& failure)
{
    std::cout << "RED seed " << plan.seed << ": " << failure.what << std::endl;
    auto shortest = Shortening{plan, failure}.shortest();
    std::vector<std::string> history;
    shortest.history = &history;
    const auto again = failure_of(shortest);
    std::cout << "the shortest history that shows it, " << shortest.actions.size() << " of "
              << plan.actions.size() << " actions:\n";
    for (const auto& line : history)
        std::cout << "  " << line << '\n';
    std::cout << "  RED: " << (again ? again->what : "but it does not replay") << std::endl;
}

void add(Tally& sum, const Tally& one)
{
    sum.actions += one.actions;
    sum.commits += one.commits;
    sum.crashes += one.crashes;
    sum.power_cuts += one.power_cuts;
    sum.tickets += one.tickets;
    sum.letters += one.letters;
    sum.escalations += one.escalations;
    sum.alarms += one.alarms;
    sum.refused += one.refused;
    sum.digest ^= one.digest;
}

struct Options
{
    std::uint64_t seed = 1;
    std::uint64_t seeds = 1;
    std::uint64_t step = 1;
    int days = 30;
    Mutation mutation = Mutation::none;
};

int run(const Options& options)
{
    Tally sum;
    std::uint64_t red = 0;
    std::uint64_t done = 0;
    for (std::uint64_t i = 0; i < options.seeds && red == 0; ++i) {
        const auto seed = options.seed + i * options.step;
        const Plan plan{.seed = seed,
                        .days = options.days,
                        .actions = throw_actions(seed_of(seed, 7), options.days),
                        .mutation = options.mutation,
                        .history = nullptr};
        Tally tally;
        const auto failure = failure_of(plan, &tally);
        add(sum, tally);
        ++done;
        if (failure) {
            ++red;
            print_shortest(plan, *failure);
        }
    }
    std::printf("tally seeds %lu red %lu days %lu actions %lu commits %lu crashes %lu "
                "power_cuts %lu tickets %lu letters %lu escalations %lu alarms %lu refused %lu "
                "digest %lu\n",
                done, red, done * static_cast<std::uint64_t>(options.days), sum.actions,
                sum.commits, sum.crashes, sum.power_cuts, sum.tickets, sum.letters, sum.escalations,
                sum.alarms, sum.refused, sum.digest);
    return red == 0 ? 0 : 1;
}

} // namespace

} // namespace heard::simulation

int main(int argc, char** argv)
{
    using namespace heard::simulation;
    Options options;
    const std::map<std::string, Mutation> mutations = {
        {"synchronous-normal", Mutation::synchronous_normal},
        {"acknowledged-before-commit", Mutation::acknowledged_before_commit},
        {"marked-before-sent", Mutation::marked_before_sent},
        {"no-alarm", Mutation::no_alarm},
        {"daily-letter-twice", Mutation::daily_letter_twice}};
    CLI::App app{"A shop in a made-up world, again and again."};
    app.add_option("--seed", options.seed, "the first seed");
    app.add_option("--seeds", options.seeds, "how many");
    app.add_option("--step", options.step, "from one seed to the next");
    app.add_option("--days", options.days, "simulated days of each")->check(CLI::Range(1, 3650));
    app.add_option("--mutation", options.mutation, "something done wrong on purpose")
        ->transform(CLI::CheckedTransformer(mutations));
    CLI11_PARSE(app, argc, argv);
    return run(options);
}
