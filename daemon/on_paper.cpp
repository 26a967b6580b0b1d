#include "daemon/on_paper.hpp"

#include <algorithm>

namespace heard::daemon {

std::string in_capitals(std::string_view text)
{
    std::string capitals{text};
    std::ranges::transform(capitals, capitals.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return capitals;
}

text::QrCode code_of(std::string_view address)
{
    return text::make_qr(in_capitals(address));
}

} // namespace heard::daemon
