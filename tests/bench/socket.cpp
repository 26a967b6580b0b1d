#include "bench/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace heard::bench {

namespace {

constexpr std::string_view head_end = "\r\n\r\n";

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

int number_in(std::string_view text)
{
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

Socket::Socket(std::uint16_t port)
    : descriptor_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    if (descriptor_ < 0)
        fail("cannot make a socket");
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
        ::close(descriptor_);
        fail("cannot connect");
    }
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket::~Socket()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

Socket::Socket(Socket&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)}
{}

// A request is far smaller than the socket's buffer, which is empty: there is one at a time.
void Socket::send(std::string_view request) const
{
    const auto sent = ::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request.size()))
        fail("cannot send");
}

void Socket::receive(std::string& into) const
{
    char bytes[65536];
    const auto count = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (count < 0)
        fail("cannot receive");
    if (count == 0)
        throw std::runtime_error{"the server hung up in the middle of the measurement"};
    into.append(bytes, static_cast<std::size_t>(count));
}

Answer answer_in(std::string_view bytes)
{
    const auto end = bytes.find(head_end);
    if (end == std::string_view::npos)
        return {};
    const auto length = header_in(bytes, "Content-Length");
    const auto size =
        end + head_end.size() + static_cast<std::size_t>(length.empty() ? 0 : number_in(length));
    if (bytes.size() < size)
        return {};
    return {number_in(bytes.substr(std::string_view{"HTTP/1.1 "}.size())), size};
}

std::string_view header_in(std::string_view answer, std::string_view name)
{
    auto rest = answer.substr(0, answer.find(head_end) + 2);
    for (auto end = rest.find("\r\n"); end != std::string_view::npos; end = rest.find("\r\n")) {
        const auto line = rest.substr(0, end);
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": "))
            return line.substr(name.size() + 2);
        rest.remove_prefix(end + 2);
    }
    return {};
}

std::string exchange(const Socket& socket, std::string_view request)
{
    socket.send(request);
    std::string answer;
    while (answer_in(answer).status == 0)
        socket.receive(answer);
    return answer;
}

} // namespace heard::bench
