#include "mail/smtp_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace {

const std::map<std::string, std::string> answers{
    {"CONNECT", "220 scripted ready"}, {"EHLO", "250 scripted"}, {"HELO", "250 scripted"},
    {"MAIL", "250 2.1.0 ok"},          {"RCPT", "250 2.1.5 ok"}, {"DATA", "354 go on"},
    {".", "250 2.0.0 queued as 1"},    {"QUIT", "221 bye"},      {"AUTH", "235 2.7.0 welcome"},
};

/// A socket bound to a free port of loopback.
int bind_somewhere(unsigned short& port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket, any, size) != 0 || ::getsockname(socket, any, &size) != 0)
        throw std::runtime_error("no free port");
    port = ntohs(address.sin_port);
    return socket;
}

bool send_all(int peer, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

} // namespace

SmtpServer::SmtpServer(Script script)
    : script_{std::move(script)}
    , listener_{bind_somewhere(port_)}
    , stop_{::eventfd(0, EFD_CLOEXEC)}
{
    ::listen(listener_, 16);
    thread_ = std::jthread{[this] { serve(); }};
}

SmtpServer::~SmtpServer()
{
    ::eventfd_write(stop_, 1);
    thread_.join();
    ::close(listener_);
    ::close(stop_);
}

std::vector<std::string> SmtpServer::commands() const
{
    const std::scoped_lock lock{mutex_};
    return commands_;
}

std::string SmtpServer::content() const
{
    const std::scoped_lock lock{mutex_};
    return content_;
}

void SmtpServer::serve()
{
    while (wait_for_bytes(listener_)) {
        const int peer = ::accept(listener_, nullptr, nullptr);
        unread_.clear();
        talk(peer);
        ::close(peer);
    }
}

void SmtpServer::talk(int peer)
{
    if (!say(peer, "CONNECT"))
        return;
    for (std::string line; take_line(peer, line);) {
        note(line);
        const auto verb = line.substr(0, line.find(' '));
        if (!say(peer, verb) || verb == "QUIT")
            return;
        const auto scripted = script_.find("DATA");
        const bool goes_on = scripted == script_.end() || scripted->second.starts_with("354");
        if (verb == "DATA" && goes_on && (!take_content(peer) || !say(peer, ".")))
            return;
    }
}

/// False when the conversation is over.
bool SmtpServer::say(int peer, const std::string& step)
{
    const auto scripted = script_.find(step);
    const auto usual = answers.find(step);
    const std::string what = scripted != script_.end() ? scripted->second
                             : usual != answers.end()  ? usual->second
                                                       : "500 what?";
    if (what == hang_up)
        return false;
    if (what == keep_silent) {
        std::array<pollfd, 2> both{{{stop_, POLLIN, 0}, {peer, POLLRDHUP, 0}}};
        ::poll(both.data(), both.size(), -1);
        return false;
    }
    const bool endless = what == drip || what == flood;
    const std::string_view line = what == flood ? "220-more and more and more of it\r\n" : "2";
    while (endless && send_all(peer, line)) {
        pollfd stop{stop_, POLLIN, 0};
        if (::poll(&stop, 1, what == drip ? 20 : 0) > 0)
            return false;
    }
    return !endless && send_all(peer, what + "\r\n");
}

bool SmtpServer::take_content(int peer)
{
    std::string content;
    for (std::string line; take_line(peer, line) && line != ".";)
        content += line + "\r\n";
    const std::scoped_lock lock{mutex_};
    content_ = content;
    return true;
}

bool SmtpServer::take_line(int peer, std::string& line)
{
    std::size_t end;
    while ((end = unread_.find("\r\n")) == std::string::npos) {
        std::array<char, 4096> bytes;
        if (!wait_for_bytes(peer))
            return false;
        const auto count = ::recv(peer, bytes.data(), bytes.size(), 0);
        if (count <= 0)
            return false;
        unread_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    line = unread_.substr(0, end);
    unread_.erase(0, end + 2);
    return true;
}

/// False when the test is over.
bool SmtpServer::wait_for_bytes(int peer) const
{
    std::array<pollfd, 2> both{{{stop_, POLLIN, 0}, {peer, POLLIN, 0}}};
    ::poll(both.data(), both.size(), -1);
    return (both[0].revents & POLLIN) == 0;
}

void SmtpServer::note(const std::string& command)
{
    const std::scoped_lock lock{mutex_};
    commands_.push_back(command);
}

std::string url_of_nobody()
{
    unsigned short port = 0;
    ::close(bind_somewhere(port)); // Free a moment ago, and the system hands ports out in turn.
    return "smtp://127.0.0.1:" + std::to_string(port);
}
