#include "text/json.hpp"

#include <cstdio>

namespace heard::text {

std::string json_string(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) {
            json += c;
            continue;
        }
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
        json += escape;
    }
    return json + "\"";
}

std::string json_array(const std::vector<std::string>& items)
{
    std::string json = "[";
    for (const auto& item : items)
        json += (json.size() > 1 ? "," : "") + item;
    return json + "]";
}

JsonObject& JsonObject::text(std::string_view name, std::string_view text)
{
    return json(name, json_string(text));
}

JsonObject& JsonObject::number(std::string_view name, std::int64_t number)
{
    return json(name, std::to_string(number));
}

JsonObject& JsonObject::json(std::string_view name, std::string_view json)
{
    members_ += members_.empty() ? "" : ",";
    members_ += json_string(name) + ":";
    members_ += json;
    return *this;
}

} // namespace heard::text
