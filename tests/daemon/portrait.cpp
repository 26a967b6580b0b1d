#include "daemon/portrait.hpp"

#include "core/small_pictures.hpp"
#include "text/assets.hpp"

#include <doctest/doctest.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <array>
#include <cstdlib>
#include <vector>

namespace heard::daemon {

namespace {

using Colour = std::array<int, 4>;
constexpr Colour red{255, 0, 0, 255};
constexpr Colour green{0, 200, 0, 255};
constexpr Colour blue{0, 0, 255, 255};
constexpr Colour nothing{0, 0, 0, 0};
constexpr Colour white{255, 255, 255, 255};

/// Red above on the left, green beside it, blue below it, and nothing in the last corner. `margin`
/// more columns on either side are cut away again.
std::vector<unsigned char> corners(int side, int margin = 0)
{
    std::vector<unsigned char> rgba;
    for (int y = 0; y < side; ++y)
        for (int x = -margin; x < side + margin; ++x)
            for (const int value :
                 y < side / 2 ? (x < side / 2 ? red : green) : (x < side / 2 ? blue : nothing))
                rgba.push_back(static_cast<unsigned char>(value));
    return rgba;
}

std::string png(int side, int margin = 0)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(side + 2 * margin);
    image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_RGBA;
    const auto pixels = corners(side, margin);
    png_alloc_size_t size = 0;
    REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr));
    std::string bytes(size, '\0');
    REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr));
    return bytes;
}

std::string webp(int side)
{
    std::uint8_t* bytes = nullptr;
    const auto size = WebPEncodeLosslessRGBA(corners(side).data(), side, side, 4 * side, &bytes);
    REQUIRE(size > 0);
    std::string copy(reinterpret_cast<const char*>(bytes), size);
    WebPFree(bytes);
    return copy;
}

std::string jpeg(int side, std::uint32_t orientation)
{
    const auto upright = portrait_of(png(side), {side, 1 << 20});
    REQUIRE(upright);
    const auto exif = pictures::segment(0xe1, pictures::exif_mark_and(pictures::exif(orientation)));
    return upright->substr(0, 2) + exif + upright->substr(2);
}

/// What a person sees of it.
struct Seen
{
    int side = 0;
    std::vector<unsigned char> rgb;

    explicit Seen(const std::string& jpeg)
    {
        const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
        auto* const turbo = tjInitDecompress();
        int height = 0;
        int ignored = 0;
        REQUIRE(tjDecompressHeader3(turbo, bytes, jpeg.size(), &side, &height, &ignored,
                                    &ignored) == 0);
        REQUIRE(side == height);
        rgb.resize(static_cast<std::size_t>(3 * side * side));
        REQUIRE(tjDecompress2(turbo, bytes, jpeg.size(), rgb.data(), side, 0, side, TJPF_RGB, 0) ==
                0);
        tjDestroy(turbo);
    }

    /// In the middle of that quarter, as far as a JPEG is true to colours.
    bool shows(Colour colour, bool right, bool below) const
    {
        const auto at = (side * (below ? 3 : 1) / 4 * side + side * (right ? 3 : 1) / 4) * 3;
        for (std::size_t i = 0; i < 3; ++i)
            if (std::abs(rgb[static_cast<std::size_t>(at) + i] - colour[i]) > 12)
                return false;
        return true;
    }
    bool shows(std::array<Colour, 4> rows) const
    {
        return shows(rows[0], false, false) && shows(rows[1], true, false) &&
               shows(rows[2], false, true) && shows(rows[3], true, true);
    }
};

Seen seen_of(const std::string& picture, int side = 64)
{
    const auto portrait = portrait_of(picture, {side, 100'000});
    REQUIRE(portrait);
    return Seen{*portrait};
}

std::string problem_with(std::string_view picture)
{
    const auto portrait = portrait_of(picture, portrait_on_page);
    return portrait ? std::string{} : std::string{portrait.error()};
}

} // namespace

TEST_CASE("of every kind comes a small square, on white where it lets through")
{
    for (const auto& picture : {png(500), webp(500), jpeg(500, 1), png(500, 200)}) {
        const auto seen = seen_of(picture);
        CHECK(seen.side == 64);
        CHECK(seen.shows({red, green, blue, white}));
    }
}

TEST_CASE("a phone held any way gives a picture that stands upright")
{
    // As Exif says: where the first row and the first column are.
    CHECK(seen_of(jpeg(400, 2)).shows({green, red, white, blue}));
    CHECK(seen_of(jpeg(400, 3)).shows({white, blue, green, red}));
    CHECK(seen_of(jpeg(400, 4)).shows({blue, white, red, green}));
    CHECK(seen_of(jpeg(400, 5)).shows({red, blue, green, white}));
    CHECK(seen_of(jpeg(400, 6)).shows({blue, red, white, green}));
    CHECK(seen_of(jpeg(400, 7)).shows({white, green, blue, red}));
    CHECK(seen_of(jpeg(400, 8)).shows({green, white, red, blue}));
}

TEST_CASE("what is small stays so, and the smallest is a picture too")
{
    CHECK(seen_of(png(40)).side == 40);
    CHECK(seen_of(png(1)).side == 1);
    CHECK(seen_of(png(2, 300)).side == 2);
}

TEST_CASE("on the form it is light, and tells nothing but what it shows")
{
    const auto portrait = portrait_of(text::asset("static/demo-owner.png"), portrait_on_page);
    REQUIRE(portrait);
    CHECK(portrait->size() <= portrait_on_page.bytes_max);
    CHECK(Seen{*portrait}.side == portrait_on_page.side);
    CHECK_FALSE(portrait->contains("Exif"));
}

TEST_CASE("what is no picture, not whole or too large is told, with what to do")
{
    CHECK(problem_with("GIF89a").contains("write the path of a JPEG, PNG or WebP file"));
    CHECK(problem_with(std::string("\0\0\0\x18"
                                   "ftypheic",
                                   12))
              .contains("save it as a JPEG"));
    const auto whole = png(500);
    CHECK(problem_with(whole.substr(0, whole.size() / 2)).contains("not whole"));
    auto torn = whole; // Its parts are where they should be; its pixels are not.
    torn[torn.find("IDAT") + 6] ^= '\x55';
    CHECK(problem_with(torn).contains("not whole"));
    CHECK(problem_with(jpeg(64, 1).substr(0, 400)).contains("not whole"));
}

TEST_CASE("a few bytes that claim to be a wall of pixels are refused unseen")
{
    auto bomb = png(64);
    const auto at = bomb.find("IHDR") + 4;
    bomb.replace(at, 8, pictures::number(10'000, 4) + pictures::number(10'000, 4));
    CHECK(problem_with(bomb).contains("too many pixels"));
    bomb.replace(at, 8, pictures::number(7'000, 4) + pictures::number(7'000, 4));
    CHECK(problem_with(bomb).contains("not whole")); // Fits, but its checksum does not.
}

} // namespace heard::daemon
