// The parts of a multipart/form-data body (RFC 7578, and what browsers really send:
// HTML 4.10.22.8). Pure.
#pragma once

#include "http/form_builder.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace heard::http {

/// The value of `boundary` among the parameters of a content type: 1 to 70 characters, or nothing
/// (RFC 2046 §5.1.1).
std::optional<std::string> boundary_of(std::string_view parameters);

/// Puts the parts into `builder`. A part that breaks off is kept as a field, but not as a file:
/// half the words are words, half a picture is none.
void read_multipart(std::string_view parameters, std::string_view body, FormBuilder& builder);

} // namespace heard::http
