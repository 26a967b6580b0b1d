#include "text/assets.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "heard_packed.inc"
#include "heard_web.inc"

namespace heard::text {

namespace {

const Asset embedded[] = {heard_web_files heard_packed_files};

} // namespace

std::span<const Asset> assets()
{
    return embedded;
}

std::string_view asset(std::string_view path)
{
    const auto* const found = std::ranges::find(embedded, path, &Asset::path);
    if (found == std::end(embedded))
        throw std::logic_error("web/" + std::string{path} + " is not embedded in the program");
    return found->bytes();
}

} // namespace heard::text
