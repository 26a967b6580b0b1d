// The head gate: it decides alike however the bytes arrive, and what it lets in can be read in one
// way only. What is let in is read here a second time, by other means.
#include "http/gate.hpp"
#include "fuzz/support.hpp"
#include "http/letters.hpp"

#include <string>

namespace heard::fuzz {
namespace {

using http::same;

/// Small, so that inputs come to them.
constexpr http::HeadLimits limits{.bytes = 1024, .fields = 12};

struct Found
{
    std::size_t size = 0;
    int status = 0;
    bool operator==(const Found&) const = default;
};

Found find_in_pieces(std::string_view input, std::uint64_t salt)
{
    http::HeadFinder finder(limits);
    std::string arrived;
    for (const auto piece : pieces_of(input, salt)) {
        arrived += piece;
        const auto size = finder.look(arrived);
        if (!size)
            return {0, size.error().status};
        if (*size > 0)
            return {*size, 0};
    }
    return {};
}

Found find_at_once(std::string_view input)
{
    http::HeadFinder finder(limits);
    const auto size = finder.look(input);
    return size ? Found{*size, 0} : Found{0, size.error().status};
}

struct Line
{
    std::string_view name; ///< Without blanks around it: a lax reader would take it so.
    std::string_view value;
};

/// All lines behind the request line, as a lax reader takes them.
std::vector<Line> lax_lines(std::string_view head)
{
    std::vector<Line> lines;
    http::take_until(head, '\n');
    while (!head.empty()) {
        auto value = http::take_until(head, '\n');
        if (value.ends_with('\r'))
            value.remove_suffix(1);
        if (value.empty())
            break;
        const auto name = http::trimmed(http::take_until(value, ':'));
        lines.push_back({name, http::trimmed(value)});
    }
    return lines;
}

std::size_t count_of(const std::vector<Line>& lines, std::string_view name)
{
    std::size_t count = 0;
    for (const auto& line : lines)
        count += same(line.name, name);
    return count;
}

std::string_view value_of(const std::vector<Line>& lines, std::string_view name)
{
    for (const auto& line : lines)
        if (same(line.name, name))
            return line.value;
    return {};
}

void check_bytes(std::string_view head)
{
    char before = '\n';
    for (const char c : head) {
        require((c == '\n') == (before == '\r') || before == '\n', "CR and LF come together");
        require(c == '\r' || c == '\n' || http::is_value_char(c), "no control characters get in");
        require(before != '\n' || (c != ' ' && c != '\t'), "no line is folded");
        before = c;
    }
}

void check_framing(const http::Head& head, const std::vector<Line>& lines)
{
    const bool coded = count_of(lines, "Transfer-Encoding") > 0;
    const bool measured = count_of(lines, "Content-Length") > 0;
    require(count_of(lines, "Host") == 1, "there is exactly one Host");
    require(count_of(lines, "Content-Length") <= 1, "there is one Content-Length at most");
    require(count_of(lines, "Transfer-Encoding") <= 1, "there is one Transfer-Encoding at most");
    require(!coded || !measured, "a body has one framing");
    require((head.framing == http::Framing::chunked) == coded, "chunked is what says so");
    require(!coded || (same(value_of(lines, "Transfer-Encoding"), "chunked") && !head.version_1_0),
            "the one coding is chunked, on HTTP/1.1");
    if (measured)
        require(std::to_string(head.length) ==
                    std::to_string(std::stoull(std::string(value_of(lines, "Content-Length")))),
                "the length is what was written");
    require((head.framing == http::Framing::length) == (head.length > 0), "a length frames a body");
}

/// The request as we would have written it.
std::string rewritten(const http::Head& head)
{
    const auto& request = head.request;
    auto text = (head.head_only ? "HEAD" : request.method) + " " + request.path;
    if (!request.query.empty())
        text += "?" + request.query;
    text += head.version_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
    for (const auto& header : request.headers)
        text += header.name + ": " + header.value + "\r\n";
    return text + "\r\n";
}

void check_second_reading(const http::Head& head)
{
    const auto again = http::read_head(rewritten(head), limits);
    require(again.has_value(), "what was let in is let in again");
    require(again->request.headers == head.request.headers, "the same fields again");
    require(again->request.path == head.request.path && again->request.query == head.request.query,
            "the same target again");
    require(again->framing == head.framing && again->length == head.length &&
                again->keep_alive == head.keep_alive &&
                again->expects_continue == head.expects_continue,
            "the same request again");
}

/// Whatever was let in would not be with one more field of those that matter.
void check_one_more(const http::Head& head, std::string_view field)
{
    auto text = rewritten(head);
    text.insert(text.size() - 2, field);
    require(!http::read_head(text, {.bytes = 4096, .fields = 64}), "one more of these is refused");
}

void check_what_is_inside(std::string_view bytes, const http::Head& head)
{
    if (bytes.starts_with("\r\n"))
        bytes.remove_prefix(2);
    check_bytes(bytes);
    const auto lines = lax_lines(bytes);
    require(lines.size() == head.request.headers.size() && lines.size() <= limits.fields,
            "every line is a field");
    require(head.request.path.starts_with('/'), "the target is a path");
    check_framing(head, lines);
    check_second_reading(head);
    check_one_more(head, "Host: a\r\n");
    check_one_more(head, "hoST:b\r\n");
    if (head.framing != http::Framing::none)
        check_one_more(head, "Transfer-Encoding: chunked\r\n");
    if (head.framing != http::Framing::none)
        check_one_more(head, "Content-Length: 3\r\n");
}

} // namespace

void try_one(std::string_view input)
{
    const auto found = find_at_once(input);
    require(find_in_pieces(input, 0) == found && find_in_pieces(input, 1) == found,
            "a head ends at the same place however it arrives");
    if (found.size == 0)
        return;
    require(found.size <= limits.bytes, "a head is as long as it may be at most");
    const auto bytes = input.substr(0, found.size);
    const auto head = http::read_head(bytes, limits);
    if (head)
        check_what_is_inside(bytes, *head);
    else
        require(head.error().status >= 400 && !head.error().reason.empty(), "a refusal says why");
}

} // namespace heard::fuzz
