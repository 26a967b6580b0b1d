// Enumerations and their names, as they stand in the database and in forms.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace heard::core {

/// The value whose name that is; `names` lists them in the order of the enumeration.
template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace heard::core
