// A response as bytes: status line, headers, and the date. Knows no socket.
#pragma once

#include "http/response.hpp"

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace heard::http {

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7). No locale has a say in it.
std::string to_http_date(std::time_t second);

/// What becomes of the connection, as the response has to say it. HTTP/1.0 wants `keep-alive` said
/// aloud.
enum class Ending { open, open_said, close };

/// Statuses whose responses end with the head: 1xx, 204 and 304.
bool has_body(int status);

/// Writes heads. Thread: one.
class HeadWriter
{
public:
    /// `always` goes into every response, whatever its status.
    explicit HeadWriter(const std::vector<Header>& always);

    /// Everything up to and with the empty line.
    std::string head_of(const Response& response, Ending ending);

private:
    void renew_date();

    std::string always_;
    std::string date_; ///< The whole line. Written once a second.
    std::time_t date_second_ = -1;
};

} // namespace heard::http
