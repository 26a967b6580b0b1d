#include "http/wire.hpp"

#include "http/letters.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace heard::http {

namespace {

/// A header with a line break in it would let its value write headers of its own.
bool is_sound(const Header& header)
{
    return is_token(header.name) && std::ranges::all_of(header.value, is_value_char);
}

void append_header(std::string& text, const Header& header)
{
    if (!is_sound(header))
        return;
    text.append(header.name).append(": ").append(header.value).append("\r\n");
}

std::string_view phrase_of(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return ""; // RFC 9112 §4: the phrase may be empty, the blank before it may not go.
    }
}

} // namespace

std::string to_http_date(std::time_t second)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    ::gmtime_r(&second, &utc);
    std::array<char, 64> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                      utc.tm_min, utc.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

bool has_body(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

HeadWriter::HeadWriter(const std::vector<Header>& always)
{
    for (const auto& header : always)
        append_header(always_, header);
}

std::string HeadWriter::head_of(const Response& response, Ending ending)
{
    renew_date();
    std::string text;
    text.reserve(512 + always_.size());
    text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    text.append(phrase_of(response.status)).append("\r\n").append(date_);
    for (const auto& header : response.headers)
        append_header(text, header);
    text.append(always_);
    if (ending != Ending::open)
        text.append(ending == Ending::close ? "Connection: close\r\n"
                                            : "Connection: keep-alive\r\n");
    if (has_body(response.status) && !response.stream)
        text.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    text.append("\r\n");
    return text;
}

void HeadWriter::renew_date()
{
    const auto now = std::time(nullptr);
    if (now == date_second_)
        return;
    date_second_ = now;
    date_ = "Date: " + to_http_date(now) + "\r\n";
}

} // namespace heard::http
