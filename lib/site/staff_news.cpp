#include "site/staff_news.hpp"

#include "desk/sign_in.hpp"
#include "desk/thread.hpp"
#include "http/event_stream.hpp"
#include "site/site.hpp"
#include "site/staff_session.hpp"
#include "storage/report.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace heard::site {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// Proxies hang up on who says nothing for a minute; some sooner. Also how long a session that was
/// ended elsewhere may go on listening.
constexpr std::chrono::milliseconds breath = 15s;
/// Between two looks: what happens within is told together. A busy hour must not keep 200 pages
/// asking all the time.
constexpr std::chrono::milliseconds pace = 250ms;
/// Of one browser; more tabs than these are nobody's.
constexpr std::size_t looks_max = 32;

/// One browser that listens.
struct Listener
{
    core::Staff staff;
    std::string session;
    std::vector<core::Ticket> looks;
    std::int64_t book = 0;   ///< The newest line they know of.
    std::int64_t people = 0; ///< The newest change among people.
};

/// What is asked for, as it came.
struct Asked
{
    std::optional<std::int64_t> book;
    std::optional<std::int64_t> people;
    std::vector<std::string> looks; ///< References.
};

std::optional<std::int64_t> number_in(const std::optional<std::string>& text)
{
    std::int64_t number = 0;
    if (!text ||
        std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{} ||
        number < 0)
        return std::nullopt;
    return number;
}

Asked asked_in(const http::Request& request)
{
    Asked asked{
        http::last_event_id(request), number_in(http::query_value(request.query, "people")), {}};
    const auto looks = http::query_value(request.query, "looks").value_or("");
    for (std::size_t from = 0; from < looks.size() && asked.looks.size() < looks_max;) {
        const auto to = std::min(looks.find(' ', from), looks.size());
        asked.looks.push_back(looks.substr(from, to - from));
        from = to + 1;
    }
    return asked;
}

http::Awaitable<Listener> listener_of(Site& site, core::Staff staff, Asked asked)
{
    auto find = [house = site.parts.house(), staff = std::move(staff),
                 asked = std::move(asked)](storage::Transaction& tx) {
        Listener listener{staff, {}, {}, asked.book.value_or(storage::book_head(tx).number), 0};
        for (const auto& reference : asked.looks)
            if (auto ticket = desk::find_for_staff(tx, *house, staff, reference))
                listener.looks.push_back(std::move(*ticket));
        return listener;
    };
    co_return co_await site.parts.store.read(std::move(find));
}

/// Nothing when the session is over, or its person is of another branch by now: who else is at a
/// ticket was asked for as one of the old. The browser comes again as who they are.
http::Awaitable<std::optional<storage::News>> look(Site& site, std::string session,
                                                   std::string branch, std::int64_t book)
{
    auto ask = [session = std::move(session), branch = std::move(branch),
                book](storage::Transaction& tx) -> std::optional<storage::News> {
        const auto staff = desk::whose_session(tx, session);
        if (!staff || staff->branch != branch)
            return std::nullopt;
        return storage::news_since(tx, book, branch);
    };
    co_return co_await site.parts.store.read(std::move(ask));
}

std::string event_of(const Listener& listener, std::string_view name,
                     const std::vector<std::string>& references, bool everything)
{
    auto data = std::to_string(listener.people);
    if (everything)
        return http::event(listener.book, name, data + " *");
    for (const auto& reference : references)
        data += ' ' + reference;
    return http::event(listener.book, name, data);
}

/// What is new for them, and from now on known. Empty if nothing is.
std::string piece_for(Listener& listener, const storage::News& news, const Presence& presence)
{
    const auto changes = presence.since(listener.people, listener.staff);
    listener.book = news.newest;
    listener.people = presence.newest();
    std::string piece;
    if (news.many || !news.references.empty())
        piece += event_of(listener, "news", news.references, news.many);
    if (changes.everywhere || !changes.references.empty())
        piece += event_of(listener, "people", changes.references, changes.everywhere);
    return piece;
}

std::chrono::milliseconds rest_of(std::optional<time::Micros> until_silence)
{
    if (!until_silence)
        return breath;
    return std::min(breath, std::chrono::ceil<std::chrono::milliseconds>(*until_silence));
}

/// Until something happens or `at_most` is over, but not sooner than a pace after the last look.
http::Awaitable<bool> rest(http::Stream& stream, Steady::time_point looked_at,
                           std::chrono::milliseconds at_most)
{
    bool there = co_await stream.sleep(at_most);
    while (there && Steady::now() < looked_at + pace) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(looked_at + pace - Steady::now());
        there = co_await stream.sleep(left);
    }
    co_return there;
}

http::Awaitable<void> tell(Site& site, Listener listener, http::Stream& stream)
{
    auto& presence = site.parts.presence;
    const http::Bell::Ear ear(site.parts.bell, staff_topic, stream);
    const Presence::Looking looking(presence, listener.staff, listener.looks);
    const auto here = event_of(listener, "here", {}, false);
    bool there = co_await stream.send(here);
    auto spoke_at = Steady::now();
    while (there) {
        const auto looked_at = Steady::now();
        const auto until_silence = presence.drop_silent_writers();
        auto session = listener.session;
        auto branch = listener.staff.branch;
        const auto news = co_await look(site, std::move(session), std::move(branch), listener.book);
        if (!news)
            break;
        auto piece = piece_for(listener, *news, presence);
        if (piece.empty() && Steady::now() - spoke_at >= breath)
            piece = http::silence();
        if (!piece.empty()) {
            there = co_await stream.send(piece);
            spoke_at = Steady::now();
        }
        there = there && co_await rest(stream, looked_at, rest_of(until_silence));
    }
}

http::Response nothing_to_say()
{
    http::Response response;
    response.status = 204;
    return response;
}

} // namespace

http::Awaitable<http::Response> get_news(Site& site, http::Request request)
{
    auto found = co_await staff_of(site, request);
    if (!found)
        co_return nothing_to_say();
    auto staff = std::move(*found);
    auto asked = asked_in(request);
    const auto people = asked.people.value_or(site.parts.presence.newest());
    auto listener = co_await listener_of(site, std::move(staff), std::move(asked));
    listener.session = session_token(*site.parts.house(), request);
    listener.people = people;
    co_return http::event_stream([&site, listener = std::move(listener)](http::Stream& stream) {
        auto one = listener;
        return tell(site, std::move(one), stream);
    });
}

} // namespace heard::site
