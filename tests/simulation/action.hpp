// What happens in a made-up world, as a list: at which time, what, and the dice for the rest. Each
// action has dice of its own and names people and tickets by chance among those that are there, so
// that it keeps its meaning when others are taken out of the list.
#pragma once

#include "time/instant.hpp"

#include <cstdint>
#include <vector>

namespace heard::simulation {

enum class Deed {
    // Customers
    submit,
    same_form_again,
    say_more,
    give_verdict,
    erase,
    // Staff
    answer,
    hold,
    keep_draft,
    undo,
    take_call,
    note,
    claim,
    assign,
    correct_kind,
    set_aside,
    take_back,
    settle,
    void_link,
    pass_praise,
    merge,
    be_away,
    // The house
    hire,
    dismiss,
    reload,
    // The world
    set_clock,
    mail_weather,
    fill_disk,
    stop,
    die_now,
    die_soon
};

struct Action
{
    time::Micros at{0}; ///< Since the first moment, as time really goes by.
    Deed deed = Deed::submit;
    std::uint64_t seed = 0;
};

/// Whether it changes the database by itself: those of one moment are committed together.
bool is_a_job(Deed deed);

/// By time. The same seed gives the same list.
std::vector<Action> throw_actions(std::uint64_t seed, int days);

} // namespace heard::simulation
