#include "tests/simulation/post.hpp"

#include "tests/simulation/broken.hpp"
#include "tests/support/dice.hpp"

#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;

namespace {

constexpr int hangs_at_most_minutes = 10;

std::uint64_t number_of(const std::string& text)
{
    std::uint64_t number = 0;
    for (const char c : text)
        number = number * 131 + static_cast<unsigned char>(c);
    return number;
}

Weather one_of_mixed(Dice& dice)
{
    constexpr std::array often = {Weather::fine,        Weather::fine,  Weather::fine,
                                  Weather::wants_later, Weather::hangs, Weather::loses_last_word,
                                  Weather::refuses};
    return dice.one_of(often);
}

} // namespace

Post::Attempt Post::attempt(const std::string& message_id, time::Micros gone)
{
    const auto turn = static_cast<std::uint64_t>(++attempts_[message_id]);
    Dice dice{seed_of(seed_ ^ number_of(message_id), turn)};
    const auto today = gone < until_ ? weather_ : Weather::fine;
    const auto weather = today == Weather::mixed ? one_of_mixed(dice) : today;
    const time::Micros quick = std::chrono::milliseconds{dice.between(0, 2000)};
    losing_[message_id] = weather == Weather::loses_last_word;
    switch (weather) {
    case Weather::refuses:
        // Some addresses are wrong for good, the others only seem so today.
        return {dice.percent(20) ? mail::Verdict::never : mail::Verdict::later, false, quick};
    case Weather::wants_later:
        return {mail::Verdict::later, false, quick};
    case Weather::hangs: {
        const bool takes_it = dice.percent(50);
        return {takes_it ? mail::Verdict::delivered : mail::Verdict::later, takes_it,
                dice.between(1, hangs_at_most_minutes) * 1min};
    }
    case Weather::loses_last_word:
        return {mail::Verdict::later, true, quick};
    default:
        return {mail::Verdict::delivered, true, quick};
    }
}

void Post::arrived(const std::string& message_id)
{
    ++delivered_;
    const auto before = inbox_.find(message_id);
    if (before != inbox_.end()) {
        const auto& arrival = before->second;
        const bool excused = !arrival.noted && (arrival.last_word_lost || arrival.life != lives_);
        if (!excused)
            throw Broken{"no letter is delivered twice", message_id};
    }
    inbox_[message_id] = {false, losing_[message_id], lives_};
}

const char* in_words(Weather weather)
{
    constexpr std::array words = {"takes every letter",  "has a bad day", "refuses letters",
                                  "wants letters later", "hangs",         "loses its last word"};
    return words[static_cast<std::size_t>(weather)];
}

} // namespace heard::simulation
