#include "daemon/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

namespace heard::daemon {

namespace {

std::optional<long long> number_from(const char* text)
{
    long long number = 0;
    if (!text)
        return std::nullopt;
    const auto* end = text + std::strlen(text);
    const auto parsed = std::from_chars(text, end, number);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{number} : std::nullopt;
}

} // namespace

void notify(std::string_view state)
{
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!path || (path[0] != '/' && path[0] != '@') || std::strlen(path) >= sizeof address.sun_path)
        return;
    const auto length = std::strlen(path);
    std::memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0'; // An abstract socket.
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), size);
    ::close(socket);
}

std::optional<std::chrono::microseconds> watchdog_interval()
{
    const auto micros = number_from(std::getenv("WATCHDOG_USEC"));
    const auto process = number_from(std::getenv("WATCHDOG_PID"));
    if (!micros || *micros <= 0 || (process && *process != ::getpid()))
        return std::nullopt;
    return std::chrono::microseconds{*micros};
}

} // namespace heard::daemon
