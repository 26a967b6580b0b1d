#include "site/faults.hpp"

#include "site/problems.hpp"

#include <utility>

namespace heard::site {

namespace {

Fault fault(int status, const char* phrase)
{
    return {status, {core::ProblemKind::invalid, phrase, ""}};
}

} // namespace

http::Form form_of(const http::Request& request)
{
    auto form = http::parse_form(request.header("Content-Type"), request.body, request.body_cut);
    if (request.crowded)
        form.fault = http::FormFault::crowded;
    return form;
}

std::optional<Fault> fault_in(const http::Form& form)
{
    switch (form.fault) {
    case http::FormFault::none:
        return std::nullopt;
    case http::FormFault::cut:
        return fault(413, "fault.cut");
    case http::FormFault::crowded:
        return fault_of({core::ProblemKind::unavailable, "problem.busy", ""});
    case http::FormFault::not_text:
        return fault(400, "fault.not_text");
    case http::FormFault::wrong_type:
    case http::FormFault::malformed:
    case http::FormFault::too_many_fields:
        break;
    }
    return fault(400, "fault.malformed");
}

Fault fault_of(core::Problem problem)
{
    const auto status = status_of(problem.kind);
    return {status, std::move(problem)};
}

} // namespace heard::site
