// What single texts mean: durations, dates, hours, addresses of mail and network, times that staff
// type. A text that means nothing gets one plain line; one that means something means the same when
// we write it.
#include "core/reference.hpp"
#include "core/spoken_time.hpp"
#include "daemon/config_values.hpp"
#include "fuzz/support.hpp"
#include "http/address.hpp"
#include "mail/address.hpp"
#include "site/staff_until.hpp"
#include "text/utf8.hpp"
#include "text/words.hpp"

#include <algorithm>

namespace heard::fuzz {
namespace {

template <class T>
void check_sentence(const daemon::Meaning<T>& meaning)
{
    if (meaning)
        return;
    require(text::is_text(meaning.error()) && meaning.error().size() < 1000, "a short text");
    require(std::ranges::none_of(meaning.error(), [](char c) { return c == '\n' || c == '\r'; }),
            "one line");
}

void check_duration(std::string_view input)
{
    const auto span = daemon::as_duration(input);
    check_sentence(span);
    if (!span)
        return;
    const auto words = text::Words::of("en");
    require(time::parse_duration(time::to_text(*span)) == *span, "a duration is written as read");
    require(!core::span_in_words(words, *span).empty(), "a duration can be said");
}

void check_date(std::string_view input)
{
    const auto date = daemon::as_date(input);
    check_sentence(date);
    require(!date || time::to_text(*date) == input, "a date is written as read");
    const auto until = site::parse_until(input, time::Zone::utc());
    if (!until)
        return;
    const auto wall = time::Zone::utc().at(*until).wall;
    const auto text = site::until_text(wall);
    const auto again = site::parse_until(text, time::Zone::utc());
    require(again == std::chrono::floor<std::chrono::minutes>(*until), "a time is written as read");
}

/// Only letters of the alphabet, digits and what stands in them: nothing that could end a command
/// to a mail server or start another address.
void check_mailbox(std::string_view input)
{
    check_sentence(daemon::as_address(input));
    check_sentence(daemon::as_recipient(input));
    const auto sender = daemon::as_sender(input);
    check_sentence(sender);
    require(!sender || mail::is_address(sender->email), "a sender has an address");
    if (!mail::is_address(input))
        return;
    require(input.size() <= 254, "an address is short enough");
    require(std::ranges::all_of(input, [](char c) { return c > ' ' && c < '\x7f'; }),
            "an address is visible ASCII");
    require(input.find_first_of("<>,;()\"\\") == input.npos, "an address is only one");
    require(std::ranges::count(input, '@') == 1, "an address has one @");
}

void check_network(std::string_view input)
{
    check_sentence(daemon::as_network(input));
    check_sentence(daemon::as_listen(input));
    check_sentence(daemon::as_relay(input));
    const auto url = daemon::as_base_url(input);
    check_sentence(url);
    require(!url || daemon::as_base_url(*url) == *url, "an origin is written as read");
    const auto address = http::parse_address(input);
    require(!address || http::parse_address(http::to_text(*address)) == *address,
            "an address is written as read");

    http::Request request;
    request.headers.push_back({"X-Forwarded-For", std::string(input)});
    const auto proxy = *http::parse_address("10.1.2.3");
    const auto client = http::TrustedProxies({"10.0.0.0/8"}).client_behind(proxy, request);
    require(http::parse_address(client.address).has_value(), "a client has an address");
}

void check_reference(std::string_view input)
{
    const core::References references(0x5EED);
    const auto ticket = references.ticket(input);
    if (!ticket)
        return;
    require(ticket->value > 0 && ticket->value < 1 << 30, "a ticket's number is in range");
    require(references.ticket(references.of(*ticket)) == ticket, "a reference is written as read");
}

} // namespace

void try_one(std::string_view input)
{
    check_duration(input);
    check_date(input);
    check_mailbox(input);
    check_network(input);
    check_reference(input);
    check_sentence(daemon::as_line(input));
    check_sentence(daemon::as_daily_span(input));
    check_sentence(daemon::as_branch_code(input));
    check_sentence(daemon::as_key_id(input));
    check_sentence(daemon::as_language(input));
}

} // namespace heard::fuzz
