// How a check says what does not hold: the rule, the thing, what it is and what it should be.
#pragma once

#include "tests/simulation/broken.hpp"
#include "tests/simulation/model_things.hpp"

#include <concepts>
#include <string>
#include <string_view>

namespace heard::simulation {

inline std::string in_words(Instant at)
{
    return time::to_rfc3339(at);
}
inline std::string in_words(const std::optional<Instant>& at)
{
    return at ? in_words(*at) : "never";
}
inline std::string in_words(const std::string& text)
{
    return "'" + text + "'";
}
inline std::string in_words(std::string_view text)
{
    return in_words(std::string{text});
}
template <class T>
requires std::integral<T> std::string in_words(T number)
{
    return std::to_string(number);
}

/// What belongs to one ticket, so that a message can name it.
class About
{
public:
    About(std::string thing, Number number)
        : name_{std::move(thing) + " " + std::to_string(number)}
    {}

    template <class T, class U>
    void same(const char* rule, const char* what, const T& is, const U& should) const
    {
        if (is != should)
            throw Broken{rule, name_ + ": " + what + " is " + in_words(is) + " and should be " +
                                   in_words(should)};
    }
    void holds(bool good, const char* rule) const
    {
        if (!good)
            throw Broken{rule, name_};
    }

private:
    std::string name_;
};

} // namespace heard::simulation
