#include "site/staff_until.hpp"

#include <charconv>

namespace heard::site {

namespace {

using namespace std::chrono;

/// Two digits up to `max`.
std::optional<int> two_digits(std::string_view text, int max)
{
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.size() != 2 || error != std::errc{} || stop != end || number < 0 || number > max)
        return std::nullopt;
    return number;
}

/// `HH:MM` or `HH:MM:SS`.
std::optional<seconds> parse_time_of_day(std::string_view text)
{
    const bool to_the_second = text.size() == 8 && text[5] == ':';
    if (text.size() < 5 || text[2] != ':' || (text.size() != 5 && !to_the_second))
        return std::nullopt;
    const auto hour = two_digits(text.substr(0, 2), 23);
    const auto minute = two_digits(text.substr(3, 2), 59);
    const auto second = to_the_second ? two_digits(text.substr(6, 2), 59) : 0;
    if (!hour || !minute || !second)
        return std::nullopt;
    return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::string padded(long long number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

} // namespace

std::optional<time::Instant> parse_until(std::string_view text, const time::Zone& zone)
{
    constexpr std::size_t date_length = 10;
    const bool utc = text.ends_with('Z');
    if (utc)
        text.remove_suffix(1);
    const auto date = time::parse_date(text.substr(0, date_length));
    if (!date)
        return std::nullopt;
    const local_days day{*date};
    if (text.size() == date_length)
        return utc ? std::nullopt : std::optional{zone.instant(day + hours{23} + minutes{59})};
    if (text[date_length] != 'T')
        return std::nullopt;
    const auto time_of_day = parse_time_of_day(text.substr(date_length + 1));
    if (!time_of_day)
        return std::nullopt;
    return (utc ? time::Zone::utc() : zone).instant(day + *time_of_day);
}

std::string until_text(time::LocalSeconds wall)
{
    const auto day = floor<days>(wall);
    const hh_mm_ss clock{wall - day};
    return time::to_text(time::Date{day}) + "T" + padded(clock.hours().count()) + ":" +
           padded(clock.minutes().count());
}

} // namespace heard::site
