#include "http/multipart.hpp"

#include "http/letters.hpp"

#include <algorithm>

namespace heard::http {

namespace {

constexpr std::size_t boundary_bytes_max = 70; // RFC 2046 §5.1.1
constexpr std::size_t part_head_bytes_max = 4096;

/// `name=value` or `name="value"` from the front of `rest`, up to and with the next semicolon.
struct Parameter
{
    std::string_view name;
    std::string value;
};

/// The inside of a quoted string whose opening quote is gone; takes the closing one with it.
/// Browsers escape only the quote; a backslash before anything else is itself, because old ones
/// send `C:\photo.jpg`.
std::string take_quoted(std::string_view& rest)
{
    std::string value;
    while (!rest.empty() && rest.front() != '"') {
        if (rest.starts_with("\\\""))
            rest.remove_prefix(1);
        value += rest.front();
        rest.remove_prefix(1);
    }
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
    return value;
}

Parameter take_parameter(std::string_view& rest)
{
    Parameter parameter;
    const auto mark = rest.find_first_of("=;");
    parameter.name = trimmed(rest.substr(0, mark));
    const bool has_value = mark != std::string_view::npos && rest[mark] == '=';
    rest.remove_prefix(mark == std::string_view::npos ? rest.size() : mark + 1);
    if (!has_value)
        return parameter;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (!rest.starts_with('"')) {
        parameter.value = trimmed(take_until(rest, ';'));
        return parameter;
    }
    rest.remove_prefix(1);
    parameter.value = take_quoted(rest);
    take_until(rest, ';');
    return parameter;
}

/// Browsers write a quote, CR and LF in names as `%22`, `%0D`, `%0A`, and nothing else.
std::string unescaped(std::string_view name)
{
    std::string text;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const auto escape = name.substr(at, 3);
        const bool known = same(escape, "%22") || same(escape, "%0D") || same(escape, "%0A");
        text += !known ? name[at] : escape[1] == '2' ? '"' : lower(escape[2]) == 'd' ? '\r' : '\n';
        at += known ? 2 : 0;
    }
    return text;
}

std::string last_name(const std::string& path)
{
    const auto slash = path.find_last_of("/\\");
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

struct PartHead
{
    std::optional<std::string> name;
    std::optional<std::string> file_name;
    std::string media_type = "application/octet-stream";
};

void read_disposition(std::string_view value, PartHead& head)
{
    if (!same(trimmed(take_until(value, ';')), "form-data"))
        return;
    while (!value.empty()) {
        const auto parameter = take_parameter(value);
        if (same(parameter.name, "name"))
            head.name = unescaped(parameter.value);
        if (same(parameter.name, "filename"))
            head.file_name = last_name(unescaped(parameter.value));
    }
}

PartHead read_part_head(std::string_view lines)
{
    PartHead head;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        auto value = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
        const auto name = take_until(value, ':');
        if (same(name, "Content-Disposition"))
            read_disposition(value, head);
        if (same(name, "Content-Type"))
            head.media_type = trimmed(value);
    }
    return head;
}

/// One part: `lines CRLF CRLF content`, without the boundaries around it. False when there is no
/// room for more.
bool read_part(std::string_view part, bool whole, FormBuilder& builder)
{
    // A part without any header begins with its empty line; it has no name, so it is no field.
    const auto end = part.find("\r\n\r\n");
    if (end == std::string_view::npos || end > part_head_bytes_max) {
        builder.found(FormFault::malformed);
        return true;
    }
    auto head = read_part_head(part.substr(0, end));
    const auto content = part.substr(end + 4);
    if (!head.name) {
        builder.found(FormFault::malformed);
        return true;
    }
    if (!head.file_name)
        return builder.add_field(*head.name, content);
    if (!whole || content.empty()) // No file chosen: browsers send an empty one.
        return true;
    return builder.add_upload(
        {std::move(*head.name), std::move(*head.file_name), std::move(head.media_type), content});
}

/// Moves past the rest of a boundary line. False after the last one, which ends in `--`, and when
/// the line is broken.
bool enter_part(std::string_view& body, FormBuilder& builder)
{
    if (body.starts_with("--"))
        return false;
    const auto end = body.find("\r\n");
    if (end != std::string_view::npos && trimmed(body.substr(0, end)).empty()) {
        body.remove_prefix(end + 2);
        return true;
    }
    builder.found(FormFault::malformed);
    return false;
}

} // namespace

std::optional<std::string> boundary_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        auto parameter = take_parameter(parameters);
        if (!same(parameter.name, "boundary"))
            continue;
        const bool fits = !parameter.value.empty() &&
                          parameter.value.size() <= boundary_bytes_max &&
                          std::ranges::all_of(parameter.value, is_value_char);
        return fits ? std::optional(std::move(parameter.value)) : std::nullopt;
    }
    return std::nullopt;
}

void read_multipart(std::string_view parameters, std::string_view body, FormBuilder& builder)
{
    const auto boundary = boundary_of(parameters);
    if (!boundary)
        return builder.found(FormFault::malformed);

    const auto delimiter = "\r\n--" + *boundary;
    const auto first = std::string_view(delimiter).substr(2);
    // Text may stand before the first boundary, and then a line end does too.
    const auto start = body.starts_with(first) ? first.size() : body.find(delimiter);
    if (start == std::string_view::npos)
        return builder.found(FormFault::malformed);
    body.remove_prefix(body.starts_with(first) ? start : start + delimiter.size());

    while (enter_part(body, builder)) {
        const auto end = body.find(delimiter);
        const bool whole = end != std::string_view::npos;
        if (!whole)
            builder.found(FormFault::malformed);
        if (!read_part(body.substr(0, end), whole, builder) || !whole)
            return;
        body.remove_prefix(end + delimiter.size());
    }
}

} // namespace heard::http
