// What is wrong with a form as such, before anybody looks at its words: cut, broken, not text.
#pragma once

#include "core/problem.hpp"
#include "http/form.hpp"

#include <optional>

namespace heard::site {

struct Fault
{
    int status;            ///< 413 for too much, 400 for all else.
    core::Problem problem; ///< About the whole form.
};

std::optional<Fault> fault_in(const http::Form& form);

} // namespace heard::site
