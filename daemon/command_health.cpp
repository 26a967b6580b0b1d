#include "daemon/command_health.hpp"

#include "daemon/exit_code.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;

struct Answer
{
    bool ready = false;
    std::string text; ///< The JSON of /readyz, or what went wrong.
};

Answer ask(const std::string& listen)
{
    const auto colon = listen.rfind(':');
    auto host = listen.substr(0, colon);
    if (host.starts_with('['))
        host = host.substr(1, host.size() - 2);
    if (host == "0.0.0.0")
        host = "127.0.0.1";
    if (host == "::")
        host = "::1";
    boost::asio::ip::tcp::iostream stream;
    stream.expires_after(5s);
    stream.connect(host, listen.substr(colon + 1));
    if (!stream)
        return {false, "nobody answers on " + listen + ": " + stream.error().message()};
    stream << "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" << std::flush;
    std::string status;
    std::getline(stream, status);
    std::string line;
    while (std::getline(stream, line) && line != "\r")
        ;
    std::getline(stream, line);
    return {status.starts_with("HTTP/1.1 200"), line.empty() ? "no answer on " + listen : line};
}

} // namespace

int health_command(const Config& config, time::Micros wait)
{
    const auto until = std::chrono::steady_clock::now() + wait;
    auto answer = ask(config.listen.front());
    while (!answer.ready && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(50ms);
        answer = ask(config.listen.front());
    }
    (answer.ready ? std::cout : std::cerr) << answer.text << "\n";
    return answer.ready ? exit_well : exit_failed;
}

} // namespace heard::daemon
