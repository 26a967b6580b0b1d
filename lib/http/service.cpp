#include "http/service.hpp"

#include "http/letters.hpp"

namespace heard::http {

namespace {

// How long a client should wait before he tries a full server again, in seconds.
constexpr std::string_view retry_after = "5";

} // namespace

Service::Service(ServerOptions chosen, Handler handler)
    : options(std::move(chosen))
    , app(std::move(handler))
    , proxies(options.trusted_proxies)
    , heads(options.headers_always)
    , hoard{options.limits.large_bytes_together}
{}

Response Service::refuse(Refusal refusal) noexcept
{
    auto response = page_for(refusal);
    const auto is_retry_after = [](const Header& header) {
        return same(header.name, "Retry-After");
    };
    if (refusal.status == 503 && std::ranges::none_of(response.headers, is_retry_after))
        response.headers.push_back({"Retry-After", std::string(retry_after)});
    return response;
}

Response Service::page_for(Refusal refusal) noexcept
{
    try {
        if (options.refusal)
            return options.refusal(refusal.status, refusal.reason);
    } catch (const std::exception& problem) {
        note("http.refusal_failed", problem.what());
    } catch (...) {
        note("http.refusal_failed", "unknown");
    }
    return plain(refusal.status, std::string(refusal.reason) + "\n");
}

void Service::note(std::string_view event, std::string_view detail) noexcept
{
    try {
        if (options.log)
            options.log(event, detail);
    } catch (...) {
        // The log was the place to complain.
    }
}

} // namespace heard::http
