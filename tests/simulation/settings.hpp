// Settings as shops have them, thrown by dice: zones with odd clocks, opening hours, ladders.
#pragma once

#include "desk/house.hpp"
#include "tests/support/dice.hpp"

#include <memory>
#include <string>

namespace heard::simulation {

/// One of six zones whose clocks differ most.
std::string throw_zone(Dice& dice);

/// A moment of the years to come, most often within a month before the zone's clocks change.
core::Instant throw_first_day(Dice& dice, const time::Zone& zone);

/// A whole set of settings. What belongs to the database (keys, references) is always the same.
std::shared_ptr<const desk::House> throw_settings(Dice& dice, const time::Zone& zone);

/// Promise and ladder in one line, for the history.
std::string in_words(const desk::House& house);

} // namespace heard::simulation
