// JSON (RFC 8259), written and never read. Knows nothing of what it says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heard::text {

/// A JSON string (§7) of text in UTF-8.
std::string json_string(std::string_view text);

/// An array of what is JSON already.
std::string json_array(const std::vector<std::string>& items);

/// An object; its members stand in the order in which they were added.
class JsonObject
{
public:
    JsonObject& text(std::string_view name, std::string_view text);
    JsonObject& number(std::string_view name, std::int64_t number);
    /// What is JSON already.
    JsonObject& json(std::string_view name, std::string_view json);

    std::string str() const { return "{" + members_ + "}"; }

private:
    std::string members_;
};

} // namespace heard::text
