// The smallest pictures that are built as their kinds are, with whatever a camera might put into
// them. Their pixels are made up: nothing in the house decodes any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heard::pictures {

inline std::string number(std::uint32_t value, int bytes, bool big = true)
{
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> 8 * (big ? bytes - 1 - i : i) & 0xffU);
    return text;
}

inline std::string zeros(std::size_t count)
{
    return std::string(count, '\0');
}

/// A TIFF block: the orientation among other tags, and a place on earth behind them.
inline std::string exif(std::uint32_t orientation, bool big = true)
{
    const auto entry = [&](std::uint32_t tag, std::uint32_t type, const std::string& value) {
        return number(tag, 2, big) + number(type, 2, big) + number(1, 4, big) + value;
    };
    return std::string{big ? "MM" : "II"} + number(42, 2, big) + number(8, 4, big) +
           number(3, 2, big) + entry(0x010f, 2, "Cam") + '\0' +
           entry(0x0112, 3, number(orientation, 2, big) + zeros(2)) +
           entry(0x8825, 4, number(50, 4, big)) + zeros(4) + "GPS 52.5200 13.4050";
}

/// As it stands in a JPEG.
inline std::string exif_mark_and(std::string_view exif)
{
    return "Exif" + zeros(2) + std::string{exif};
}

// ---- JPEG ----

inline std::string segment(unsigned marker, std::string_view payload)
{
    return "\xff" + std::string(1, static_cast<char>(marker)) +
           number(static_cast<std::uint32_t>(payload.size() + 2), 2) + std::string{payload};
}

inline std::string jpeg_frame(std::uint32_t width, std::uint32_t height, unsigned marker = 0xc0)
{
    return segment(marker, "\x08" + number(height, 2) + number(width, 2) + "\x01\x01\x11" + '\0');
}

/// With a stuffed byte, a restart and a fill byte in its pixels.
inline std::string jpeg_scan()
{
    return segment(0xda, "\x01\x01" + zeros(1) + zeros(1) + "\x3f" + zeros(1)) + "abc\xff" +
           zeros(1) + "de\xff\xd0" + "fg";
}

inline std::string jfif(std::string_view thumbnail = "")
{
    return segment(0xe0, "JFIF" + zeros(1) + "\x01\x02\x01" + number(72, 2) + number(72, 2) +
                             (thumbnail.empty() ? zeros(2) : "\x01\x01" + std::string{thumbnail}));
}

inline std::string jpeg_body(std::uint32_t width = 40, std::uint32_t height = 30)
{
    return segment(0xdb, zeros(65)) + jpeg_frame(width, height) + segment(0xc4, zeros(18)) +
           jpeg_scan() + "\xff\xd9";
}

/// `before` stands between the first two bytes and the tables.
inline std::string jpeg(std::string_view before = "", std::uint32_t width = 40,
                        std::uint32_t height = 30)
{
    return "\xff\xd8" + std::string{before} + jpeg_body(width, height);
}

// ---- PNG ----

/// The checksum is left to those who write it: readers of ours do not compare it.
inline std::string chunk(std::string_view type, std::string_view data)
{
    return number(static_cast<std::uint32_t>(data.size()), 4) + std::string{type} +
           std::string{data} + "crc!";
}

inline std::string png(std::string_view before = "", std::uint32_t width = 40,
                       std::uint32_t height = 30)
{
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", number(width, 4) + number(height, 4) + "\x08\x02" + zeros(3)) +
           std::string{before} + chunk("IDAT", "pixels") + number(0, 4) + "IEND\xae\x42\x60\x82";
}

// ---- WebP ----

inline std::string riff_chunk(std::string_view type, std::string_view data)
{
    return std::string{type} + number(static_cast<std::uint32_t>(data.size()), 4, false) +
           std::string{data} + zeros(data.size() % 2);
}

inline std::string riff(std::string_view chunks)
{
    return riff_chunk("RIFF", "WEBP" + std::string{chunks});
}

inline std::string vp8(std::uint32_t width = 40, std::uint32_t height = 30)
{
    return riff_chunk("VP8 ", "tag\x9d\x01\x2a" + number(width, 2, false) +
                                  number(height, 2, false) + "pixels!");
}

inline std::string vp8l(std::uint32_t width = 40, std::uint32_t height = 30)
{
    return riff_chunk("VP8L", "\x2f" + number((width - 1) | (height - 1) << 14, 4, false) + "pix");
}

inline std::string vp8x(unsigned flags, std::uint32_t width = 40, std::uint32_t height = 30)
{
    return riff_chunk("VP8X", std::string(1, static_cast<char>(flags)) + zeros(3) +
                                  number(width - 1, 3, false) + number(height - 1, 3, false));
}

} // namespace heard::pictures
