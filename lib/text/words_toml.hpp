// toml++ 3.3, told to throw where it would end the program: some texts that are no TOML run into
// its own assertions instead of its parse_error (`a = 1979-05-27T:`, `[#`). Include this, never
// toml++ itself, or two files would be compiled with two ideas of an assertion.
#pragma once

#include <stdexcept>

namespace heard::text {

/// The text is no TOML, and toml++ does not know where.
struct TomlGaveUp : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

[[noreturn]] inline void toml_gave_up()
{
    throw TomlGaveUp{"this is not TOML: a date, a number or a heading breaks off"};
}

} // namespace heard::text

#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : ::heard::text::toml_gave_up())
#include <toml++/toml.h>
