// What makes us doubt that a person sent something, and when the doubts are enough to set it aside
// for a person to check. It is never dropped.
// Pure. Knows neither forms nor addresses: others see the signs, this weighs them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heard::core {

/// The signs against a person; a set of them.
enum class Suspicion : unsigned {
    none = 0,
    hidden_field = 1,       ///< A field was filled that people do not see.
    no_token = 2,           ///< It does not come from a form that we gave out.
    too_fast = 4,           ///< Sent sooner than anybody writes.
    many_alike = 8,         ///< Many nearly the same came in before it.
    many_from_address = 16, ///< And many from the same address, whatever they say.
    by_staff = 32,          ///< A colleague doubts it, and has said why.
};

constexpr Suspicion operator|(Suspicion a, Suspicion b)
{
    return static_cast<Suspicion>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(Suspicion signs, Suspicion sign)
{
    return (static_cast<unsigned>(signs) & static_cast<unsigned>(sign)) != 0;
}

/// All of the signs when together they weigh enough to set it aside, none otherwise. A good invoice
/// link speaks for the customer whom it was printed for.
Suspicion weighed(Suspicion signs, bool by_good_link);

/// The names of the signs with a space between, as they stand in the database; empty for none.
std::string to_text(Suspicion signs);
/// The names in such a text, one by one.
std::vector<std::string> signs_in(std::string_view text);

} // namespace heard::core
