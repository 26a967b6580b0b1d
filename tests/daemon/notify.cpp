#include "daemon/notify.hpp"

#include "daemon/config_fixture.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

using namespace heard::daemon;
using namespace std::chrono_literals;

namespace {

/// A variable of the environment, as it was before when this goes.
class Variable
{
public:
    Variable(const char* name, const std::string& value)
        : name_{name}
    {
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

/// The other end, as systemd has it. A name that begins with @ is abstract.
class Supervisor
{
public:
    explicit Supervisor(const std::string& name)
        : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        REQUIRE(name.size() < sizeof address.sun_path);
        std::memcpy(address.sun_path, name.data(), name.size());
        if (name.front() == '@')
            address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    }
    ~Supervisor() { ::close(socket_); }
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// One datagram, or nothing. What was sent has arrived: the socket is local.
    std::string heard_now() const
    {
        char bytes[256];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        return count > 0 ? std::string(bytes, static_cast<std::size_t>(count)) : "";
    }

private:
    int socket_;
};

} // namespace

TEST_CASE("systemd hears that we are ready, on a socket in the file system or an abstract one")
{
    const test::Folder folder;
    for (const auto& name :
         {(folder.path() / "notify").string(), "@heard-test-" + std::to_string(::getpid())}) {
        const Supervisor systemd{name};
        const Variable socket{"NOTIFY_SOCKET", name};
        notify("READY=1");
        CHECK(systemd.heard_now() == "READY=1");
        CHECK(systemd.heard_now().empty());
    }
}

TEST_CASE("without systemd, or with a socket that nobody reads, nothing happens")
{
    notify("READY=1");
    for (const auto& name : {std::string{"/nowhere/at/all"}, std::string{"relative"}, std::string{},
                             "/" + std::string(200, 'x')}) {
        const Variable socket{"NOTIFY_SOCKET", name};
        notify("READY=1");
    }
}

TEST_CASE("the watchdog's interval counts for the process it names, if it is one")
{
    CHECK_FALSE(watchdog_interval());
    {
        const Variable interval{"WATCHDOG_USEC", "30000000"};
        CHECK(watchdog_interval() == 30s);
        const Variable ours{"WATCHDOG_PID", std::to_string(::getpid())};
        CHECK(watchdog_interval() == 30s);
        const Variable others{"WATCHDOG_PID", "1"};
        CHECK_FALSE(watchdog_interval());
    }
    for (const auto* wrong : {"0", "-1", "soon", "30000000us", ""}) {
        const Variable interval{"WATCHDOG_USEC", wrong};
        CHECK_FALSE(watchdog_interval());
    }
}
