#include "http/gate.hpp"

#include "http/letters.hpp"

#include <charconv>
#include <optional>

namespace heard::http {

namespace {

using Outcome = std::expected<void, Refusal>;

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t length_digits_max = 15; // Keeps every sum of lengths far from overflow.
constexpr std::size_t usual_fields = 16;      // What browsers send, so that the list grows once.

std::unexpected<Refusal> bad(std::string_view reason)
{
    return std::unexpected(Refusal{400, reason});
}

/// What a head says in fields that matter to the server. Each may be there once.
struct Special
{
    std::optional<std::string_view> host;
    std::optional<std::string_view> content_length;
    std::optional<std::string_view> transfer_encoding;
    std::optional<std::string_view> expect;
};

bool is_port(std::string_view text)
{
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

bool is_ipv6_char(char c)
{
    return hex_value(c) >= 0 || c == ':' || c == '.';
}

bool is_host_char(char c)
{
    return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
}

/// A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. Nothing that could
/// be taken for a path, a user or a second host.
bool is_host(std::string_view host)
{
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos || end < 3)
            return false;
        const auto port = host.substr(end + 1);
        return std::ranges::all_of(host.substr(1, end - 1), is_ipv6_char) &&
               (port.empty() || (port.front() == ':' && is_port(port.substr(1))));
    }
    const auto colon = host.find(':');
    const auto name = host.substr(0, colon);
    return !name.empty() && std::ranges::all_of(name, is_host_char) &&
           (colon == std::string_view::npos || is_port(host.substr(colon + 1)));
}

/// Visible ASCII. Laxer than RFC 3986, because browsers send `|` and `{` in queries as they are.
bool is_target_char(char c)
{
    return c > ' ' && c < '\x7f' && c != '#';
}

Outcome read_version(std::string_view version, Head& head)
{
    if (version == "HTTP/1.1")
        return {};
    head.version_1_0 = version == "HTTP/1.0";
    head.keep_alive = !head.version_1_0;
    if (head.version_1_0)
        return {};
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                             is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    if (well_formed)
        return std::unexpected(Refusal{505, "This server speaks HTTP/1.1 and HTTP/1.0."});
    return bad("The request line names no HTTP version.");
}

Outcome read_target(std::string_view target, Request& request)
{
    if (!target.starts_with('/') || !std::ranges::all_of(target, is_target_char))
        return bad("The request target is not a path.");
    request.path = take_until(target, '?');
    request.query = target;
    return {};
}

/// `GET /path?query HTTP/1.1`: two single blanks, no more.
Outcome read_request_line(std::string_view line, Head& head)
{
    const auto method = take_until(line, ' ');
    if (!is_token(method) || method.size() > method_bytes_max)
        return bad("The request line does not begin with a method.");
    const auto target = take_until(line, ' ');
    if (const auto read = read_version(line, head); !read)
        return read;
    head.head_only = method == "HEAD";
    head.request.method = head.head_only ? "GET" : method;
    return read_target(target, head.request);
}

Outcome keep_once(std::optional<std::string_view>& slot, std::string_view value,
                  std::string_view reason)
{
    if (slot)
        return bad(reason);
    slot = value;
    return {};
}

/// `close` wins over `keep-alive`, in whatever order they come.
void read_connection(std::string_view value, bool& close, bool& keep)
{
    while (!value.empty()) {
        const auto option = trimmed(take_until(value, ','));
        close = close || same(option, "close");
        keep = keep || same(option, "keep-alive");
    }
}

Outcome note_special(std::string_view name, std::string_view value, Special& special)
{
    if (same(name, "Host"))
        return keep_once(special.host, value, "There is more than one Host.");
    if (same(name, "Content-Length"))
        return keep_once(special.content_length, value, "There is more than one Content-Length.");
    if (same(name, "Transfer-Encoding"))
        return keep_once(special.transfer_encoding, value,
                         "There is more than one Transfer-Encoding.");
    if (same(name, "Expect"))
        return keep_once(special.expect, value, "There is more than one Expect.");
    return {};
}

Outcome read_fields(std::string_view lines, std::size_t fields_max, Head& head, Special& special)
{
    bool close = false;
    bool keep = false;
    head.request.headers.reserve(usual_fields);
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const auto field = read_field(lines.substr(0, end));
        if (!field)
            return std::unexpected(field.error());
        if (head.request.headers.size() == fields_max)
            return std::unexpected(Refusal{431, "There are too many header fields."});
        const auto& [name, value] = *field;
        if (const auto noted = note_special(name, value, special); !noted)
            return noted;
        if (same(name, "Connection"))
            read_connection(value, close, keep);
        head.request.headers.push_back({std::string(name), std::string(value)});
        lines.remove_prefix(end + 2);
    }
    head.keep_alive = !close && (head.keep_alive || keep);
    return {};
}

Outcome read_transfer_encoding(std::string_view value, const Special& special, Head& head)
{
    if (special.content_length)
        return bad("Transfer-Encoding and Content-Length contradict each other.");
    if (head.version_1_0)
        return bad("HTTP/1.0 has no Transfer-Encoding.");
    if (same(value, "chunked")) {
        head.framing = Framing::chunked;
        return {};
    }
    if (is_token(value))
        return std::unexpected(Refusal{501, "The only transfer coding known here is chunked."});
    return bad("Transfer-Encoding is not exactly chunked.");
}

Outcome read_content_length(std::string_view value, Head& head)
{
    if (value.empty() || value.size() > length_digits_max || !std::ranges::all_of(value, is_digit))
        return bad("Content-Length is not a number of at most 15 digits.");
    std::from_chars(value.data(), value.data() + value.size(), head.length);
    head.framing = head.length > 0 ? Framing::length : Framing::none;
    return {};
}

Outcome read_expect(std::string_view value, Head& head)
{
    if (head.version_1_0)
        return {};
    if (!same(value, "100-continue"))
        return std::unexpected(Refusal{417, "The only expectation known here is 100-continue."});
    head.expects_continue = true;
    return {};
}

/// What the fields say together.
Outcome judge(const Special& special, Head& head)
{
    if (!special.host || !is_host(*special.host))
        return bad("There is no valid Host.");
    if (special.transfer_encoding) {
        const auto read = read_transfer_encoding(*special.transfer_encoding, special, head);
        if (!read)
            return read;
    }
    if (special.content_length) {
        if (const auto read = read_content_length(*special.content_length, head); !read)
            return read;
    }
    return special.expect ? read_expect(*special.expect, head) : Outcome{};
}

} // namespace

std::expected<std::size_t, Refusal> HeadFinder::look(std::string_view bytes)
{
    for (auto at = bytes.find('\n', seen_); at != std::string_view::npos;
         at = bytes.find('\n', seen_)) {
        seen_ = at + 1;
        if (seen_ > limits_.bytes)
            break;
        if (at == 0 || bytes[at - 1] != '\r')
            return bad("A line ends without a carriage return.");
        if (bytes.substr(0, seen_).ends_with("\r\n\r\n"))
            return seen_;
    }
    if (bytes.size() < limits_.bytes) {
        seen_ = bytes.size();
        return 0;
    }
    if (bytes.substr(2, limits_.bytes - 2).find("\r\n") == std::string_view::npos)
        return std::unexpected(Refusal{414, "The request line is too long."});
    return std::unexpected(Refusal{431, "The head of the request is too long."});
}

std::expected<Head, Refusal> read_head(std::string_view bytes, HeadLimits limits)
{
    // Some clients send an empty line after the body of the request before (RFC 9112 §2.2).
    if (bytes.starts_with("\r\n"))
        bytes.remove_prefix(2);
    if (!bytes.ends_with("\r\n\r\n"))
        return bad("The request is empty.");
    bytes.remove_suffix(2);

    Head head;
    Special special;
    const auto line_end = bytes.find("\r\n");
    if (const auto read = read_request_line(bytes.substr(0, line_end), head); !read)
        return std::unexpected(read.error());
    const auto fields = bytes.substr(line_end + 2);
    if (const auto read = read_fields(fields, limits.fields, head, special); !read)
        return std::unexpected(read.error());
    if (const auto judged = judge(special, head); !judged)
        return std::unexpected(judged.error());
    return head;
}

std::expected<std::pair<std::string_view, std::string_view>, Refusal> read_field(
    std::string_view line)
{
    const auto colon = line.find(':');
    // A folded line begins with a blank, which is no token: refused here too.
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return bad("A header field has no valid name.");
    const auto value = trimmed(line.substr(colon + 1));
    if (!std::ranges::all_of(value, is_value_char))
        return bad("A header field holds a control character.");
    return std::pair{line.substr(0, colon), value};
}

} // namespace heard::http
