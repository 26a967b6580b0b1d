#include "http/service.hpp"

namespace heard::http {

Service::Service(ServerOptions chosen, Handler handler)
    : options(std::move(chosen))
    , app(std::move(handler))
    , proxies(options.trusted_proxies)
    , heads(options.headers_always)
{}

Response Service::refuse(Refusal refusal) noexcept
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
