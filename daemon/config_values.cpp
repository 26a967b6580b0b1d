#include "daemon/config_values.hpp"

#include "http/address.hpp"
#include "mail/letter.hpp"
#include "text/utf8.hpp"
#include "text/words.hpp"

#include <algorithm>
#include <charconv>

namespace heard::daemon {

namespace {

constexpr std::size_t line_characters_max = 200;
constexpr std::size_t shown_characters_max = 60;

/// `"24 hours" is not a duration; write ...`
std::unexpected<std::string> wrong(std::string_view text, std::string_view what,
                                   std::string_view instead)
{
    return std::unexpected(in_quotes(text) + " is not " + std::string(what) + "; write " +
                           std::string(instead));
}

// Not <cctype>: settings mean the same in every locale.
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (auto& c : result)
        c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// A decimal number up to `most`, digits only.
std::optional<int> number_up_to(std::string_view text, int most)
{
    int number = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || !is_digit(text.front()) || error != std::errc{} || stopped != end)
        return std::nullopt;
    return number <= most ? std::optional(number) : std::nullopt;
}

/// A NUL would hide what comes after it from the C functions below.
bool is_numeric(std::string_view text)
{
    return !text.contains('\0') && http::parse_address(text);
}

bool is_ipv4(std::string_view text)
{
    return is_numeric(text) && !text.contains(':');
}

bool is_ipv6(std::string_view text)
{
    return is_numeric(text) && text.contains(':');
}

bool is_bracketed_ipv6(std::string_view text)
{
    return text.starts_with('[') && text.ends_with(']') && is_ipv6(text.substr(1, text.size() - 2));
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(
               label, [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '-'; });
}

/// A host name (RFC 1123 §2.1), or a numeric address; IPv6 in brackets.
bool is_host(std::string_view text)
{
    if (text.starts_with('['))
        return is_bracketed_ipv6(text);
    if (text.size() > 253)
        return false;
    for (;;) {
        const auto dot = text.find('.');
        if (!is_label(text.substr(0, dot)))
            return false;
        if (dot == text.npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

struct Origin
{
    std::string_view host;
    std::optional<int> port;
};

/// `HOST` or `HOST:PORT`.
std::optional<Origin> origin_from(std::string_view text)
{
    const auto colon = text.find(':', text.starts_with('[') ? text.find(']') : 0);
    const auto host = text.substr(0, colon);
    if (!is_host(host))
        return std::nullopt;
    if (colon == text.npos)
        return Origin{host, std::nullopt};
    const auto port = number_up_to(text.substr(colon + 1), 65535);
    if (!port || *port == 0)
        return std::nullopt;
    return Origin{host, port};
}

bool take_prefix(std::string_view& text, std::string_view prefix)
{
    if (lower(text.substr(0, prefix.size())) != prefix)
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool is_word_of(std::string_view text, std::size_t length_max, bool (*allowed)(char))
{
    return !text.empty() && text.size() <= length_max && std::ranges::all_of(text, allowed);
}

/// `Anna` from `Anna` and from `"Anna"`.
std::string_view without_quotes(std::string_view text)
{
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
        return text.substr(1, text.size() - 2);
    return text;
}

} // namespace

std::string in_quotes(std::string_view text)
{
    // A slip of typing may stand in a file that is no UTF-8.
    return "\"" + text::first_words(text::repaired(text), shown_characters_max) + "\"";
}

Meaning<std::string> as_line(std::string_view text)
{
    if (text::is_blank(text))
        return std::unexpected("there is nothing in the quotes; write it, or leave the line out");
    if (std::ranges::any_of(text, is_control))
        return wrong(text, "one plain line", "it without line breaks and control characters");
    if (text::count_characters(text) > line_characters_max)
        return wrong(text, "short enough",
                     "at most " + std::to_string(line_characters_max) + " characters");
    return std::string(text);
}

Meaning<time::Zone> as_zone(std::string_view text)
{
    if (auto zone = time::Zone::find(text))
        return *std::move(zone);
    return wrong(text, "a time zone", "an IANA name such as \"Europe/Berlin\"");
}

Meaning<std::string> as_language(std::string_view text)
{
    std::string known;
    for (const auto& language : text::languages()) {
        if (language == text)
            return language;
        known += (known.empty() ? "" : " or ") + in_quotes(language);
    }
    return wrong(text, "a language that we have words for", known);
}

Meaning<std::string> as_address(std::string_view text)
{
    if (mail::is_address(text))
        return std::string(text);
    return wrong(text, "an e-mail address", "one such as \"anna@example.com\"");
}

Meaning<time::DailySpan> as_daily_span(std::string_view text)
{
    if (const auto span = time::parse_daily_span(text))
        return *span;
    return wrong(text, "a span of the day", "both times with two digits, such as \"09:00-17:30\"");
}

Meaning<std::optional<std::chrono::minutes>> as_time_of_day(std::string_view text)
{
    using std::chrono::minutes;
    if (text.empty())
        return std::optional<minutes>{};
    const auto hour = number_up_to(text.substr(0, 2), 23);
    const auto minute = number_up_to(text.substr(std::min<std::size_t>(3, text.size())), 59);
    if (text.size() == 5 && text[2] == ':' && hour && minute)
        return std::optional{minutes{*hour * 60 + *minute}};
    return wrong(text, "a time of day", "hours and minutes with two digits, such as \"07:30\"");
}

Meaning<time::Date> as_date(std::string_view text)
{
    if (const auto date = time::parse_date(text))
        return *date;
    return wrong(text, "a date that exists", "year, month and day, such as \"2026-12-25\"");
}

Meaning<std::string> as_branch_code(std::string_view text)
{
    if (is_word_of(text, 32, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }))
        return std::string(text);
    return wrong(text, "a branch code",
                 "1 to 32 of a-z, 0-9 and -, such as \"main-street\": it stands in links");
}

Meaning<std::string> as_key_id(std::string_view text)
{
    if (is_word_of(text, 4, [](char c) { return is_upper(c) || is_digit(c); }))
        return std::string(text);
    return wrong(text, "a key id", "1 to 4 of A-Z and 0-9, such as \"A\": it stands in links");
}

Meaning<core::Recipient> as_recipient(std::string_view text)
{
    using enum core::RecipientKind;
    constexpr std::pair<std::string_view, core::RecipientKind> roles[] = {
        {"assignee", assignee}, {"staff", staff}, {"manager", manager}, {"owner", owner}};
    for (const auto& [word, kind] : roles)
        if (text == word)
            return core::Recipient{kind, {}};
    if (mail::is_address(text))
        return core::Recipient{address, std::string(text)};
    return wrong(text, "anyone we can tell",
                 "\"assignee\", \"staff\", \"manager\", \"owner\" or an e-mail address");
}

Meaning<Sender> as_sender(std::string_view text)
{
    Sender sender{"", std::string(text)};
    if (const auto open = text.rfind('<'); open != text.npos && text.ends_with('>')) {
        sender.name = without_quotes(trimmed(text.substr(0, open)));
        sender.email = text.substr(open + 1, text.size() - open - 2);
    }
    if (mail::is_address(sender.email) && std::ranges::none_of(sender.name, is_control))
        return sender;
    return wrong(text, "a sender",
                 "an address, or a name and an address: \"Corner Shop <hello@example.com>\"");
}

Meaning<std::string> as_base_url(std::string_view text)
{
    constexpr std::string_view instead =
        "http:// or https:// and a host, without a path, such as \"https://heard.example.com\"";
    // Not shown: there may be a password in it.
    if (text.contains('@'))
        return std::unexpected("there is an @ in it; write " + std::string(instead));
    auto rest = text;
    const bool is_secure = take_prefix(rest, "https://");
    if (!is_secure && !take_prefix(rest, "http://"))
        return wrong(text, "a web address", instead);
    if (rest.ends_with('/'))
        rest.remove_suffix(1);
    const auto origin = origin_from(rest);
    if (!origin)
        return wrong(text, "a web address", instead);

    auto url = (is_secure ? "https://" : "http://") + lower(origin->host);
    // Browsers leave the default port out of an origin; with it no origin would ever be ours.
    if (origin->port && *origin->port != (is_secure ? 443 : 80))
        url += ":" + std::to_string(*origin->port);
    return url;
}

bool is_loopback(std::string_view base_url)
{
    const auto slashes = base_url.find("://");
    if (slashes == base_url.npos)
        return false;
    const auto origin = origin_from(base_url.substr(slashes + 3));
    if (!origin)
        return false;
    const auto host = origin->host;
    return host == "localhost" || host == "[::1]" || (is_ipv4(host) && host.starts_with("127."));
}

Meaning<std::string> as_listen(std::string_view text)
{
    const auto colon = std::min(text.rfind(':'), text.size());
    const auto host = text.substr(0, colon);
    const auto port = text.substr(std::min(colon + 1, text.size()));
    if ((is_ipv4(host) || is_bracketed_ipv6(host)) && number_up_to(port, 65535))
        return std::string(text);
    return wrong(text, "an address to listen on",
                 "a numeric address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\"");
}

Meaning<std::string> as_network(std::string_view text)
{
    if (!text.contains('\0') && http::parse_network(text))
        return std::string(text);
    return wrong(text, "a network", "an address or CIDR, such as \"127.0.0.1\" or \"10.0.0.0/8\"");
}

Meaning<std::string> as_relay(std::string_view text)
{
    // Not shown: there may be a password in it.
    if (text.contains('@'))
        return std::unexpected("there is an @ in it; write only \"smtp://HOST:PORT\" here, and put "
                               "the name into `user` and the password into a `password_file`");
    const auto slashes = text.find("://");
    const auto scheme = text.substr(0, slashes);
    if ((scheme == "smtp" || scheme == "smtps") && slashes != text.npos &&
        origin_from(text.substr(slashes + 3)))
        return std::string(text);
    return wrong(text, "a mail server",
                 "smtp:// or smtps://, a host and a port, such as \"smtp://mail.example.com:587\"");
}

Meaning<std::string> as_webhook(std::string_view text)
{
    auto rest = text;
    const bool is_web = take_prefix(rest, "https://") || take_prefix(rest, "http://");
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    const bool is_plain =
        std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '"'; });
    if (is_web && is_plain && origin_from(rest.substr(0, end)))
        return std::string(text);
    // Not shown: it may be a secret.
    return std::unexpected("this is not a web address; write one such as "
                           "\"https://ntfy.example.com/heard\"");
}

Meaning<time::Micros> as_duration(std::string_view text)
{
    if (const auto span = time::parse_duration(text))
        return *span;
    return wrong(text, "a duration",
                 "a whole number and one of s, m, h, d, such as \"90s\", \"15m\", \"24h\", \"3d\"");
}

} // namespace heard::daemon
