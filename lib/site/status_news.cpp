#include "site/status_news.hpp"

#include "desk/thread.hpp"
#include "http/event_stream.hpp"
#include "storage/book.hpp"

#include <utility>

namespace heard::site {

namespace {

using namespace std::chrono_literals;

/// Proxies hang up on who says nothing for a minute; some sooner.
constexpr auto breath = 15s;

struct Listened
{
    core::TicketId ticket;
    std::int64_t lines; ///< Of its book.
};

/// Nothing when the link leads nowhere, or does so no longer.
http::Awaitable<std::optional<Listened>> listen(Site& site, std::string token)
{
    auto look = [house = site.parts.house(),
                 token = std::move(token)](storage::Transaction& tx) -> std::optional<Listened> {
        const auto ticket = desk::find_by_status_token(tx, *house, token);
        if (!ticket)
            return std::nullopt;
        return Listened{ticket->id, storage::lines_about(tx, ticket->id)};
    };
    return site.parts.store.read(std::move(look));
}

http::Awaitable<void> tell(Site& site, std::string token, Listened seen, http::Stream& stream)
{
    const http::Bell::Ear ear(site.parts.bell, seen.ticket.value, stream);
    bool there = true;
    while (there) {
        const auto now = co_await listen(site, token);
        if (!now)
            break;
        const auto piece = now->lines > seen.lines ? http::event(now->lines, "news", "")
                                                   : std::string{http::silence()};
        seen = *now;
        there = co_await stream.send(piece) && co_await stream.sleep(breath);
    }
}

http::Response nothing_to_say()
{
    http::Response response;
    response.status = 204;
    return response;
}

} // namespace

http::Awaitable<http::Response> get_status_news(Site& site, http::Request request)
{
    const std::string token{request.param("token")};
    auto found = co_await listen(site, token);
    if (!found)
        co_return nothing_to_say();
    found->lines = http::last_event_id(request).value_or(found->lines);
    co_return http::event_stream([&site, token, seen = *found](http::Stream& stream) {
        return tell(site, token, seen, stream);
    });
}

} // namespace heard::site
