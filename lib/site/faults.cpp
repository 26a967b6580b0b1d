#include "site/faults.hpp"

namespace heard::site {

namespace {

Fault fault(int status, const char* phrase)
{
    return {status, {core::ProblemKind::invalid, phrase, ""}};
}

} // namespace

std::optional<Fault> fault_in(const http::Form& form)
{
    switch (form.fault) {
    case http::FormFault::none:
        return std::nullopt;
    case http::FormFault::cut:
        return fault(413, "fault.cut");
    case http::FormFault::not_text:
        return fault(400, "fault.not_text");
    case http::FormFault::wrong_type:
    case http::FormFault::malformed:
    case http::FormFault::too_many_fields:
        break;
    }
    return fault(400, "fault.malformed");
}

} // namespace heard::site
