// What the texts in the settings mean: each function takes one text and gives its meaning, or a
// sentence that says what is wrong with it and what to write instead. Pure but for the system's
// zone table. Knows no key, no place and no file.
#pragma once

#include "core/ladder.hpp"
#include "daemon/config_reader.hpp"
#include "text/likeness.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace heard::daemon {

/// A text as findings show it: on one line, cut if long, in quotes.
std::string in_quotes(std::string_view text);

/// One line that is not blank, without control characters, at most 200 characters.
Meaning<std::string> as_line(std::string_view text);
/// A zone of the system's table.
Meaning<time::Zone> as_zone(std::string_view text);
/// A language whose words are built in.
Meaning<std::string> as_language(std::string_view text);
/// An e-mail address.
Meaning<std::string> as_address(std::string_view text);
/// `9:00-12:30` and the like are refused: both times have two digits.
Meaning<time::DailySpan> as_daily_span(std::string_view text);
/// `07:30`, counted from midnight; nothing for an empty text.
Meaning<std::optional<std::chrono::minutes>> as_time_of_day(std::string_view text);
Meaning<time::Date> as_date(std::string_view text);
/// 1 to 32 of `a-z 0-9 -`.
Meaning<std::string> as_branch_code(std::string_view text);
/// 1 to 4 of `A-Z 0-9`.
Meaning<std::string> as_key_id(std::string_view text);
/// Whom a rung tells: `assignee`, `staff`, `manager`, `owner`, or an address.
Meaning<core::Recipient> as_recipient(std::string_view text);

struct Sender
{
    std::string name; ///< May be empty.
    std::string email;
};

/// `Name <a@b>` or `a@b`.
Meaning<Sender> as_sender(std::string_view text);

/// Where customers and staff open us, as browsers write an origin: lower case, no default port, no
/// slash at the end.
Meaning<std::string> as_base_url(std::string_view text);
/// True for an origin that only this machine can open.
bool is_loopback(std::string_view base_url);
/// Numeric address and port, `127.0.0.1:8080` or `[::1]:8080`. Port 0 lets the system choose.
Meaning<std::string> as_listen(std::string_view text);
/// A network in CIDR notation. An address alone is a network of one.
Meaning<std::string> as_network(std::string_view text);
/// `smtp://HOST:PORT` or `smtps://HOST:PORT`.
Meaning<std::string> as_relay(std::string_view text);

/// `https://...` or `http://...`. May be a secret, so no finding shows it.
Meaning<std::string> as_webhook(std::string_view text);

/// A span of any sign.
Meaning<time::Micros> as_duration(std::string_view text);

/// A parser of spans from `least` to `most`.
inline auto duration_between(time::Micros least, time::Micros most)
{
    return [least, most](std::string_view text) -> Meaning<time::Micros> {
        auto span = as_duration(text);
        if (!span || (*span >= least && *span <= most))
            return span;
        return std::unexpected(in_quotes(text) + " is out of range; write a duration from " +
                               time::to_text(least) + " to " + time::to_text(most));
    };
}

/// A parser of the words in `choices`, each with what it means.
template <class T, std::size_t Count>
auto one_of(const std::pair<std::string_view, T> (&choices)[Count])
{
    return [choices = std::to_array(choices)](std::string_view text) -> Meaning<T> {
        std::string known;
        for (const auto& [word, meaning] : choices) {
            if (text == word)
                return meaning;
            known += (known.empty() ? "" : " or ") + in_quotes(word);
        }
        return std::unexpected(in_quotes(text) + " is not known here; write " + known);
    };
}

} // namespace heard::daemon
