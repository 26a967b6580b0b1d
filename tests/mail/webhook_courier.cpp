#include "mail/webhook_courier.hpp"

#include "smtp_server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

using namespace heard::mail;
using namespace std::chrono_literals;

namespace {

/// A web server on loopback that takes one call, whole, and answers with `answer`; with nothing,
/// not at all until the caller hangs up.
class WebServer
{
public:
    explicit WebServer(std::string answer)
        : answer_{std::move(answer)}
        , listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, any, size) != 0 || ::listen(listener_, 1) != 0 ||
            ::getsockname(listener_, any, &size) != 0)
            throw std::runtime_error("no free port");
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread{[this] { serve(); }};
    }
    ~WebServer()
    {
        ::shutdown(listener_, SHUT_RDWR); // Should nobody have called.
        thread_.join();
        ::close(listener_);
    }
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/ring?key=7"; }
    /// What it was told, once the call is over.
    std::string heard()
    {
        thread_.join();
        thread_ = std::jthread{[] {}};
        return heard_;
    }

private:
    void serve()
    {
        const int peer = ::accept(listener_, nullptr, nullptr);
        if (peer < 0)
            return;
        char bytes[4096];
        for (ssize_t got = 0; (got = ::recv(peer, bytes, sizeof bytes, 0)) > 0;) {
            heard_.append(bytes, static_cast<std::size_t>(got));
            if (heard_.ends_with("}\n") && !answer_.empty())
                break;
        }
        ::send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
        ::close(peer);
    }

    std::string answer_;
    std::string heard_;
    int listener_;
    unsigned short port_ = 0;
    std::jthread thread_;
};

const Parcel call{.from_email = "hello@dairy.example",
                  .to_email = "webhook",
                  .message_id = "call/1",
                  .mime = "{\"text\":\"3 late promises\"}\n"};

std::string answer_of(const std::string& status)
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:9/\r\n"
           "Connection: close\r\n\r\n";
}

Delivery call_of(const WebServer& server)
{
    return WebhookCourier{{.url = server.url(), .deliver_within = 5s}}.deliver(call);
}

} // namespace

TEST_CASE("a call of the webhook posts the text as JSON, and nothing else of the parcel")
{
    WebServer server{answer_of("204 No Content")};
    CHECK(call_of(server).verdict == Verdict::delivered);
    const auto heard = server.heard();
    CHECK(heard.starts_with("POST /ring?key=7 HTTP/1.1\r\n"));
    CHECK(heard.find("Content-Type: application/json; charset=utf-8\r\n") != std::string::npos);
    CHECK(heard.ends_with("\r\n\r\n{\"text\":\"3 late promises\"}\n"));
    CHECK(heard.find("hello@dairy.example") == std::string::npos);
}

TEST_CASE("whatever the webhook answers but 2xx, the call is made again later; it follows nowhere")
{
    for (const auto* status : {"301 Moved", "404 Not Found", "410 Gone", "500 Oh"}) {
        WebServer server{answer_of(status)};
        const auto delivery = call_of(server);
        CHECK(delivery.verdict == Verdict::later);
        CHECK(delivery.detail == "the webhook answered " + std::string{status}.substr(0, 3));
        CHECK_FALSE(delivery.not_asked);
    }
}

TEST_CASE("a webhook that is not there or says nothing is called again later, and its address, "
          "which may be a secret, is not shown")
{
    const auto nobody = "http" + url_of_nobody().substr(4) + "/ring?key=7";
    const auto refused = WebhookCourier{{.url = nobody, .deliver_within = 5s}}.deliver(call);
    CHECK(refused.verdict == Verdict::later);
    CHECK(refused.detail.find("key=7") == std::string::npos);
    CHECK(refused.detail.find("127.0.0.1") == std::string::npos);

    WebServer silent{""};
    const auto late = WebhookCourier{{.url = silent.url(), .deliver_within = 300ms}}.deliver(call);
    CHECK(late.verdict == Verdict::later);
    CHECK(late.detail == "the webhook timed out");
}

TEST_CASE("a call ends soon when the daemon stops")
{
    WebServer silent{""};
    std::stop_source stop;
    stop.request_stop();
    const auto began = std::chrono::steady_clock::now();
    const WebhookOptions options{
        .url = silent.url(), .deliver_within = 30s, .stop = stop.get_token()};
    CHECK(WebhookCourier{options}.deliver(call).verdict == Verdict::later);
    CHECK(std::chrono::steady_clock::now() - began < 10s);
}
