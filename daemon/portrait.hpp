// The owner's picture as customers get it: upright, square, small, and without what a camera wrote
// down. Decoding and encoding is the business of libjpeg-turbo, libpng and libwebp, which are here
// and nowhere else. Pure: bytes in, bytes out. Knows neither settings nor pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace heard::daemon {

struct PortraitSize
{
    int side = 0;              ///< Pixels; a smaller picture stays as small as it is.
    std::size_t bytes_max = 0; ///< Aimed at by taking quality away, down to where people see it.
};

/// 80 CSS pixels on a page, three times as sharp, and at most as heavy as the page around it.
inline constexpr PortraitSize portrait_on_page{240, 16'000};
/// Five centimetres on paper.
inline constexpr PortraitSize portrait_in_print{720, 200'000};

/// More would cost a small machine its memory for a moment; the largest that phones write by
/// default has fewer.
inline constexpr std::uint64_t portrait_pixels_max = 50'000'000;

/// A JPEG: the square in the middle of `picture`, a JPEG, PNG or WebP, on white where that lets
/// through. Takes some tenths of a second for the picture of a phone. Errors: what is wrong with it
/// and what to do, to follow its name.
std::expected<std::string, std::string_view> portrait_of(std::string_view picture,
                                                         PortraitSize size);

} // namespace heard::daemon
