// A mail server on loopback that does what its script says, and writes down what it was told.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// What the server says at each step: `CONNECT`, the verbs, `.` after the letter. Lines end with
/// CRLF by themselves. Missing steps go well.
using Script = std::map<std::string, std::string>;

inline const std::string hang_up = "(hang up)";
inline const std::string keep_silent = "(keep silent)";
inline const std::string drip = "(a byte at a time)";
inline const std::string flood = "(lines without end)";

/// Thread: the test's; serves in a thread of its own, one connection after the other.
class SmtpServer
{
public:
    explicit SmtpServer(Script script);
    ~SmtpServer();
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    /// `smtp://127.0.0.1:port`
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

    std::vector<std::string> commands() const;
    /// The bytes of the last letter as they came over the wire, without the final dot.
    std::string content() const;

private:
    void serve();
    void talk(int peer);
    bool say(int peer, const std::string& step);
    bool take_content(int peer);
    bool take_line(int peer, std::string& line);
    bool wait_for_bytes(int peer) const;
    void note(const std::string& command);

    Script script_;
    unsigned short port_ = 0;
    int listener_;
    int stop_;
    std::string unread_;
    mutable std::mutex mutex_;
    std::vector<std::string> commands_;
    std::string content_;
    std::jthread thread_;
};

/// A port of loopback where nobody listens.
std::string url_of_nobody();
