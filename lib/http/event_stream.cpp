#include "http/event_stream.hpp"

#include <charconv>
#include <utility>

namespace heard::http {

namespace {

std::optional<std::int64_t> number_in(std::string_view text)
{
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || read != end || number < 0)
        return std::nullopt;
    return number;
}

} // namespace

std::optional<std::int64_t> last_event_id(const Request& request)
{
    if (const auto heard = number_in(request.header("Last-Event-ID")))
        return heard;
    return number_in(query_value(request.query, "seen").value_or(""));
}

std::string event(std::int64_t id, std::string_view name, std::string_view data)
{
    auto text = "id: " + std::to_string(id) + "\nevent: ";
    text.append(name).append("\n");
    for (;;) {
        const auto line = data.substr(0, data.find('\n'));
        text.append("data: ").append(line).append("\n");
        if (line.size() == data.size())
            break;
        data.remove_prefix(line.size() + 1);
    }
    return text += '\n';
}

std::string_view silence()
{
    return ":\n\n";
}

Response event_stream(StreamHandler handler)
{
    return {.status = 200,
            .headers = {{"Content-Type", "text/event-stream"},
                        {"Cache-Control", "no-store"},
                        {"X-Accel-Buffering", "no"}}, // Proxies of that make would wait for more.
            .body = {},
            .close = true,
            .stream = std::move(handler)};
}

} // namespace heard::http
