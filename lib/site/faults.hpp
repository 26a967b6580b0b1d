// A form as it was sent, and what is wrong with it as such, before anybody looks at its words: cut,
// broken, not text.
#pragma once

#include "core/problem.hpp"
#include "http/form.hpp"
#include "http/request.hpp"

#include <optional>

namespace heard::site {

/// Why something that was posted was not done.
struct Fault
{
    int status;
    core::Problem problem;
};

http::Form form_of(const http::Request& request);
/// 413 for too much, 503 when there is no room for it now, 400 for all else; the problem is about
/// the whole form.
std::optional<Fault> fault_in(const http::Form& form);
/// What the desk had against it, with the status of such a problem.
Fault fault_of(core::Problem problem);

} // namespace heard::site
