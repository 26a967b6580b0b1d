// A whole daemon in the process of the test: settings and database in a folder of its own, a free
// port, run() on a thread. Its log is kept from the lines of the test.
#pragma once

#include "auth/entropy.hpp"
#include "daemon/captured_log.hpp"
#include "daemon/config_fixture.hpp"
#include "daemon/daemon.hpp"
#include "http/running_server.hpp"
#include "support/site_shop.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

namespace heard::daemon::test {

/// The system's clock, and what the test has put on top. Thread: any.
class HastyClock final : public time::Clock
{
public:
    time::Instant now() const override { return time::SystemClock{}.now() + ahead_.load(); }
    void advance(time::Micros span) { ahead_ = ahead_.load() + span; }

private:
    std::atomic<time::Micros> ahead_{time::Micros{0}};
};

class RunningDaemon
{
public:
    /// `more` is lines of TOML behind the tables every shop has. Throws what Daemon throws.
    explicit RunningDaemon(const std::string& more = "", const std::string& listen = "127.0.0.1:0")
    {
        const auto settings = "[server]\nbase_url = \"http://127.0.0.1:8080\"\nlisten = [\"" +
                              listen + "\"]\n[storage]\npath = \"heard.db\"\n" + more;
        folder.write("heard.toml", whole(settings));
        start();
    }
    ~RunningDaemon() { end(); }

    /// Returns its exit code when run() has returned.
    int end()
    {
        if (thread_.joinable()) {
            daemon->stop();
            thread_.join();
        }
        return exit_code_;
    }

    /// Another daemon on the same folder.
    void start()
    {
        const auto file = folder.path() / "heard.toml";
        const auto checked = read_config(file);
        if (!checked.good())
            throw std::logic_error(to_lines(checked.findings));
        daemon = std::make_unique<Daemon>(checked.config, file, World{clock, entropy_, log_});
        thread_ = std::thread([this] { exit_code_ = daemon->run(); });
    }

    std::uint16_t port() const { return daemon->ports().front(); }

    std::string get(const std::string& path) const
    {
        return http::test::body_of(ask(http::test::get(path)));
    }
    std::string ask(const std::string& bytes) const
    {
        http::test::Client client{port()};
        client.send(bytes);
        return client.response();
    }

    /// The token of a form that was opened a minute ago: nobody can call that too fast for a
    /// person.
    std::string form_token()
    {
        const auto token = site::value_in(get("/"), "form_token");
        clock.advance(std::chrono::minutes{1});
        return token;
    }

    const Folder folder;
    CapturedLog log;
    HastyClock clock;
    std::unique_ptr<Daemon> daemon;

private:
    auth::SystemEntropy entropy_;
    Log log_{clock};
    int exit_code_ = -1;
    std::thread thread_;
};

/// The head and the body of a form as browsers send it.
struct SentForm
{
    explicit SentForm(const std::string& path, const site::Fields& fields,
                      const std::string& more_head = "")
        : body{site::urlencoded(fields)}
        , head{"POST " + path + " HTTP/1.1\r\nHost: shop.example\r\n" + more_head +
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n"}
    {}

    std::string body;
    std::string head;
};

} // namespace heard::daemon::test
