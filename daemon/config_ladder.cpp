#include "daemon/config_ladder.hpp"

#include "daemon/config_values.hpp"

#include <algorithm>
#include <bitset>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;
using core::Recipient;
using core::RecipientKind;
using core::Rung;
using time::Micros;

constexpr std::size_t minutes_a_day = 24 * 60;

/// More often than this nobody reads it; core counts turns on it.
constexpr Micros every_min = 1min;
constexpr Micros every_max = std::chrono::days(30);

bool cover_whole_day(const std::vector<time::DailySpan>& spans)
{
    std::bitset<minutes_a_day> covered;
    for (const auto& span : spans) {
        const auto from = static_cast<std::size_t>(span.from.count());
        auto to = static_cast<std::size_t>(span.to.count());
        if (to <= from)
            to += minutes_a_day;
        for (auto minute = from; minute < to; ++minute)
            covered.set(minute % minutes_a_day);
    }
    return covered.all();
}

void read_repeats(TableReader& table, Rung& rung, const time::Zone& zone)
{
    table.read("every", rung.every, duration_between(every_min, every_max));
    table.read_list("quiet", rung.quiet.spans, as_daily_span);
    rung.quiet.zone = zone;
    if (table.has("quiet") && !table.has("every"))
        table.problem("quiet", "quiet hours are for repeating rungs; add every = \"4h\", or leave "
                               "the line out");
    if (cover_whole_day(rung.quiet.spans))
        table.problem("quiet", "it is quiet all day, so nothing would ever be sent; write a part "
                               "of the day, such as [\"22:00-07:00\"]");
}

/// Nothing when there is no telling when the rung is reached.
std::optional<Rung> read_rung(TableReader& table, const time::Zone& zone)
{
    Rung rung;
    const bool has_time = table.read("at", rung.at, as_duration);
    table.require("at", "at = \"2h\", counted from the due time; \"-4h\" is before it");
    table.read_list("to", rung.to, as_recipient);
    table.require("to", "to = [\"owner\"]");
    if (table.is_empty_list("to"))
        table.problem("to", "this rung tells nobody; write whom, such as [\"owner\"]");
    read_repeats(table, rung, zone);
    table.reject_the_rest();
    return has_time ? std::optional(rung) : std::nullopt;
}

bool has_rung_at(const core::Ladder& ladder, Micros at)
{
    return std::ranges::find(ladder.rungs, at, &Rung::at) != ladder.rungs.end();
}

/// The branches for which a rung to the manager finds no address, named for a sentence; empty when
/// there are none.
std::string branches_without_manager(const Config& config)
{
    std::string names;
    for (const auto& branch : config.branches)
        if (branch.manager_email.empty())
            names += (names.empty() ? "" : ", ") + branch.code;
    return config.branches.empty() ? "any branch" : names;
}

void warn_of_rung(const TableReader& table, const Rung& rung, const Config& config)
{
    const auto within = config.promise.respond_within;
    if (-rung.at >= within)
        table.warning("at", "at " + time::to_text(-rung.at) + " before the due time a promise of " +
                                time::to_text(within) + " is " +
                                (config.promise.opening_hours_only ? "often" : "always") +
                                " not made yet, so nobody is warned; write a shorter time");
    const auto only_manager = std::vector{Recipient{RecipientKind::manager, {}}};
    const auto missing = branches_without_manager(config);
    if (rung.to == only_manager && !missing.empty())
        table.warning("to", "the settings have no manager for " + missing +
                                ", so the owner is told instead; add manager_email below "
                                "[[branch]], or write \"owner\" here");
}

void warn_of_default_ladder(const TableReader& top, const core::Ladder& ladder,
                            const Config& config)
{
    const auto lead = -ladder.rungs.front().at;
    if (lead >= config.promise.respond_within)
        top.peek("promise").warning("respond_within",
                                    "the ladder warns staff " + time::to_text(lead) +
                                        " before the due time, when such a promise is not made "
                                        "yet, so nobody is warned; write a [[ladder]] of your own");
}

} // namespace

core::Ladder default_ladder(const time::Zone& zone)
{
    const Recipient assignee{RecipientKind::assignee, {}};
    const Recipient staff{RecipientKind::staff, {}};
    const Recipient owner{RecipientKind::owner, {}};
    const time::QuietHours night{zone, {{22h, 7h}}};
    return {{
        {.at = -4h, .to = {assignee, staff}, .every = {}, .quiet = {}},
        {.at = 0s, .to = {owner}, .every = {}, .quiet = {}},
        {.at = 2h, .to = {owner}, .every = 4h, .quiet = night},
    }};
}

core::Ladder read_ladder(TableReader& top, const Config& config)
{
    auto tables = top.tables("ladder");
    if (tables.empty()) {
        auto ladder = default_ladder(config.zone);
        warn_of_default_ladder(top, ladder, config);
        return ladder;
    }

    core::Ladder ladder;
    for (auto& table : tables) {
        const auto rung = read_rung(table, config.zone);
        if (!rung)
            continue;
        if (has_rung_at(ladder, rung->at))
            table.problem("at", "another rung has the same time; put both in one `to`");
        warn_of_rung(table, *rung, config);
        ladder.rungs.push_back(*rung);
    }
    std::ranges::stable_sort(ladder.rungs, {}, &Rung::at);
    if (!ladder.rungs.empty() && ladder.rungs.back().at < 0s)
        tables.back().warning("at", "nobody is told once a promise is broken; add a rung with "
                                    "at = \"0s\" and to = [\"owner\"]");
    return ladder;
}

} // namespace heard::daemon
