#include "core/promise.hpp"

#include "core/names.hpp"

#include <array>

namespace heard::core {

namespace {

constexpr std::array<std::string_view, 5> state_names = {"open", "kept", "broken", "replaced",
                                                         "released"};

} // namespace

std::string_view to_text(PromiseState state)
{
    return state_names[static_cast<std::size_t>(state)];
}

std::optional<PromiseState> promise_state_from(std::string_view text)
{
    return from_name<PromiseState>(state_names, text);
}

Instant due_after(const PromiseRule& rule, Instant now)
{
    if (rule.opening_hours_only)
        return rule.hours.after(now, rule.respond_within);
    return now + rule.respond_within;
}

PromiseState state_after(const Promise& promise, PromiseEnd end, Instant now)
{
    if (promise.broken_at || now >= promise.due_at)
        return PromiseState::broken;
    const bool by_us = end == PromiseEnd::answered || end == PromiseEnd::held;
    return by_us ? PromiseState::kept : PromiseState::released;
}

std::optional<Problem> problem_with_hold(const PromiseRule& rule, Instant until, Instant now)
{
    if (until <= now)
        return Problem{ProblemKind::invalid, "problem.hold_in_the_past", "until"};
    if (until <= now + rule.longest_hold)
        return std::nullopt;
    const auto days = std::chrono::floor<std::chrono::days>(rule.longest_hold).count();
    return Problem{ProblemKind::invalid, "problem.hold_too_long", "until", {}, days};
}

} // namespace heard::core
