// What the simulation found: a rule of the house that does not hold.
#pragma once

#include <stdexcept>
#include <string>

namespace heard::simulation {

class Broken : public std::runtime_error
{
public:
    /// `rule` names the rule, `detail` the case; a history is shortened as long as it breaks the
    /// same rule.
    Broken(std::string rule, const std::string& detail)
        : std::runtime_error{rule + ": " + detail}
        , rule_{std::move(rule)}
    {}

    const std::string& rule() const { return rule_; }

private:
    std::string rule_;
};

} // namespace heard::simulation
