// The files of web/, as they were when the program was built.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace heard::text {

struct Asset
{
    std::string_view
        path; ///< Below web/: `pages/form.html`; packed by gzip: `static/heard.css.gz`.
    const char* begin;
    const char* end;
    std::string_view bytes() const { return {begin, end}; }
};

std::span<const Asset> assets();
/// The bytes of one file; throws std::logic_error if it was not embedded (a bug, not bad luck).
std::string_view asset(std::string_view path);

} // namespace heard::text
