#include "daemon/portrait.hpp"

#include "core/picture.hpp"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace heard::daemon {

namespace {

/// Red, green, blue; row by row without gaps.
struct Pixels
{
    int width = 0;
    int height = 0;
    std::vector<unsigned char> rgb;
};

Pixels blank(int width, int height)
{
    const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return {width, height, std::vector<unsigned char>(3 * count)};
}

const unsigned char* data_of(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// ---- Decoding: each kind as small as its library makes it at once, but not below `side` ----

/// Or what is wrong with it and what to do, to follow its name.
using Decoded = std::expected<Pixels, std::string_view>;

constexpr std::string_view not_whole =
    " is a picture that is not whole; save it once more, as a JPEG or PNG";

using Turbo = std::unique_ptr<void, decltype(&tjDestroy)>;

/// The smallest with two pixels for one of ours, so that the mean has something to be made of.
tjscalingfactor scale_for(int width, int height, int side)
{
    int count = 0;
    const auto* const factors = tjGetScalingFactors(&count);
    tjscalingfactor best{1, 1};
    for (const auto& factor : std::span(factors, static_cast<std::size_t>(count)))
        if (TJSCALED(std::min(width, height), factor) >= 2 * side &&
            factor.num * best.denom < best.num * factor.denom)
            best = factor;
    return best;
}

Decoded decode_jpeg(std::string_view bytes, int side)
{
    const Turbo turbo{tjInitDecompress(), &tjDestroy};
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colours = 0;
    if (!turbo || tjDecompressHeader3(turbo.get(), data_of(bytes), bytes.size(), &width, &height,
                                      &subsampling, &colours) != 0)
        return std::unexpected(not_whole);
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        return std::unexpected(" has the colours of a printing press (CMYK); save it once more, in "
                               "those of a screen (RGB)");
    const auto factor = scale_for(width, height, side);
    auto pixels = blank(TJSCALED(width, factor), TJSCALED(height, factor));
    // What it only warns of, browsers show too.
    if (tjDecompress2(turbo.get(), data_of(bytes), bytes.size(), pixels.rgb.data(), pixels.width, 0,
                      pixels.height, TJPF_RGB, TJFLAG_LIMITSCANS) != 0 &&
        tjGetErrorCode(turbo.get()) != TJERR_WARNING)
        return std::unexpected(not_whole);
    return pixels;
}

Decoded decode_png(std::string_view bytes, int)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()))
        return std::unexpected(not_whole);
    image.format = PNG_FORMAT_RGB;
    auto pixels = blank(static_cast<int>(image.width), static_cast<int>(image.height));
    const png_color white{255, 255, 255};
    if (!png_image_finish_read(&image, &white, pixels.rgb.data(), 0, nullptr))
        return std::unexpected(not_whole);
    return pixels;
}

/// On white, where alpha lets it through.
unsigned char on_white(unsigned char colour, unsigned char alpha)
{
    return static_cast<unsigned char>((colour * alpha + 255 * (255 - alpha)) / 255);
}

Decoded decode_webp(std::string_view bytes, int side)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) ||
        WebPGetFeatures(data_of(bytes), bytes.size(), &config.input) != VP8_STATUS_OK)
        return std::unexpected(not_whole);
    if (config.input.has_animation)
        return std::unexpected(" moves; save one picture of it, as a JPEG or PNG");
    const auto shrink = std::max(1, std::min(config.input.width, config.input.height) / (2 * side));
    auto pixels =
        blank(std::max(1, config.input.width / shrink), std::max(1, config.input.height / shrink));
    config.options.use_scaling = 1;
    config.options.scaled_width = pixels.width;
    config.options.scaled_height = pixels.height;
    config.output.colorspace = MODE_RGBA;
    const bool good = WebPDecode(data_of(bytes), bytes.size(), &config) == VP8_STATUS_OK;
    const std::unique_ptr<WebPDecBuffer, decltype(&WebPFreeDecBuffer)> freed{&config.output,
                                                                             &WebPFreeDecBuffer};
    if (!good)
        return std::unexpected(not_whole);
    for (std::size_t at = 0; at < pixels.rgb.size() / 3; ++at)
        for (std::size_t colour = 0; colour < 3; ++colour)
            pixels.rgb[3 * at + colour] = on_white(config.output.u.RGBA.rgba[4 * at + colour],
                                                   config.output.u.RGBA.rgba[4 * at + 3]);
    return pixels;
}

Decoded decode(const core::Picture& picture, int side)
{
    switch (picture.kind) {
    case core::PictureKind::jpeg:
        return decode_jpeg(picture.bytes, side);
    case core::PictureKind::png:
        return decode_png(picture.bytes, side);
    case core::PictureKind::webp:
        return decode_webp(picture.bytes, side);
    }
    return std::unexpected(not_whole);
}

// ---- From there to a square ----

/// Of `from` pixels in a row, those that become pixel `at` of `to`: the first, and the one behind
/// the last.
std::pair<int, int> share_of(int at, int from, int to)
{
    return {at * from / to, (at + 1) * from / to};
}

/// The square in the middle, with a side of at most `side`: each pixel the mean of those it stands
/// for.
Pixels square_of(const Pixels& whole, int side)
{
    const auto cut = std::min(whole.width, whole.height);
    const auto left = (whole.width - cut) / 2;
    const auto top = (whole.height - cut) / 2;
    auto square = blank(std::min(side, cut), std::min(side, cut));
    auto* out = square.rgb.data();
    for (int y = 0; y < square.height; ++y) {
        const auto [first_row, last_row] = share_of(y, cut, square.height);
        for (int x = 0; x < square.width; ++x) {
            const auto [first, last] = share_of(x, cut, square.width);
            const int count = (last_row - first_row) * (last - first);
            for (int colour = 0; colour < 3; ++colour) {
                int sum = 0;
                for (int row = first_row; row < last_row; ++row)
                    for (int column = first; column < last; ++column)
                        sum += whole.rgb[static_cast<std::size_t>((top + row) * whole.width + left +
                                                                  column) *
                                             3 +
                                         static_cast<std::size_t>(colour)];
                *out++ = static_cast<unsigned char>(sum / count);
            }
        }
    }
    return square;
}

/// As a person sees it (Exif 3.0 §4.6.5, tag 0x0112): from 5 on rows are columns, and either may
/// run backwards.
Pixels upright(const Pixels& square, int orientation)
{
    const auto is_one_of = [orientation](std::initializer_list<int> some) {
        return std::ranges::find(some, orientation) != some.end();
    };
    const bool columns_backwards = is_one_of({2, 3, 7, 8});
    const bool rows_backwards = is_one_of({3, 4, 6, 7});
    const auto last = square.width - 1;
    auto turned = blank(square.width, square.height);
    auto* out = turned.rgb.data();
    for (int y = 0; y <= last; ++y)
        for (int x = 0; x <= last; ++x) {
            auto [column, row] = orientation < 5 ? std::pair{x, y} : std::pair{y, x};
            column = columns_backwards ? last - column : column;
            row = rows_backwards ? last - row : row;
            const auto at = static_cast<std::size_t>(row * square.width + column) * 3;
            out = std::copy_n(square.rgb.begin() + static_cast<std::ptrdiff_t>(at), 3, out);
        }
    return turned;
}

std::string jpeg_of(const Pixels& pixels, int quality)
{
    const Turbo turbo{tjInitCompress(), &tjDestroy};
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const bool good =
        turbo && tjCompress2(turbo.get(), pixels.rgb.data(), pixels.width, 0, pixels.height,
                             TJPF_RGB, &bytes, &size, TJSAMP_420, quality, TJFLAG_PROGRESSIVE) == 0;
    const std::unique_ptr<unsigned char, decltype(&tjFree)> freed{bytes, &tjFree};
    if (!good)
        throw std::runtime_error{"the owner's picture could not be written"};
    return {reinterpret_cast<const char*>(bytes), size};
}

std::string jpeg_within(const Pixels& pixels, std::size_t bytes_max)
{
    std::string bytes;
    for (const int quality : {85, 75, 60, 45}) {
        bytes = jpeg_of(pixels, quality);
        if (bytes.size() <= bytes_max)
            break;
    }
    return bytes;
}

std::string_view words_for(core::PictureFault fault)
{
    switch (fault) {
    case core::PictureFault::heic:
        return " is in a format of iPhones that browsers do not show; save it as a JPEG";
    case core::PictureFault::broken:
        return not_whole;
    case core::PictureFault::too_large:
        return " has too many pixels; save a smaller copy of it, 1000 pixels wide is plenty";
    case core::PictureFault::unknown:
        break;
    }
    return " is not a picture; write the path of a JPEG, PNG or WebP file";
}

} // namespace

std::expected<std::string, std::string_view> portrait_of(std::string_view picture,
                                                         PortraitSize size)
{
    auto clean = core::without_metadata(picture);
    if (!clean)
        return std::unexpected(words_for(clean.error()));
    if (std::uint64_t{clean->width} * clean->height > portrait_pixels_max)
        return std::unexpected(words_for(core::PictureFault::too_large));
    const auto pixels = decode(*clean, size.side);
    if (!pixels)
        return std::unexpected(pixels.error());
    return jpeg_within(upright(square_of(*pixels, size.side), clean->orientation), size.bytes_max);
}

} // namespace heard::daemon
