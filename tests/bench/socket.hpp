// A client's side of HTTP, as little of it as measuring needs: whole requests out, whole answers
// in. Trusts the server that it measures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace heard::bench {

/// A connection to loopback. Throws std::system_error when the network fails.
class Socket
{
public:
    explicit Socket(std::uint16_t port);
    ~Socket();
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&&) = delete;

    int descriptor() const { return descriptor_; }
    void send(std::string_view request) const;
    /// Appends what has arrived; waits for at least one byte. Throws when the server hung up.
    void receive(std::string& into) const;

private:
    int descriptor_;
};

/// An answer at the beginning of some bytes.
struct Answer
{
    int status = 0;       ///< 0: it is not whole yet.
    std::size_t size = 0; ///< With its body.
};

/// Only answers with a Content-Length: ours and the yardstick's all have one.
Answer answer_in(std::string_view bytes);

/// The value of a header in the head of `answer`; empty if there is none. `name` as the server
/// writes it.
std::string_view header_in(std::string_view answer, std::string_view name);

/// Sends, waits, and gives the whole answer.
std::string exchange(const Socket& socket, std::string_view request);

} // namespace heard::bench
