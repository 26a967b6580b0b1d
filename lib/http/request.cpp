#include "http/request.hpp"

#include "http/letters.hpp"
#include "http/percent.hpp"

namespace heard::http {

namespace {

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        auto value = trimmed(take_until(header, ';'));
        if (take_until(value, '=') == name)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::string_view Request::header(std::string_view name) const
{
    for (const auto& header : headers)
        if (same(header.name, name))
            return header.value;
    return {};
}

std::string_view Request::param(std::string_view name) const
{
    for (const auto& [key, value] : params)
        if (key == name)
            return value;
    return {};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    for (const auto& header : headers) {
        if (!same(header.name, "Cookie"))
            continue;
        if (const auto value = find_cookie(header.value, name))
            return value;
    }
    return std::nullopt;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        auto value = take_until(query, '&');
        if (decode_form_text(take_until(value, '=')) == name)
            return decode_form_text(value);
    }
    return std::nullopt;
}

} // namespace heard::http
