// What the kinds of pictures have in common while they are taken apart: numbers in bytes, the one
// tag of Exif that we keep, and what each kind gives. For core/picture*.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heard::core {

/// A picture taken apart and put together again, before anybody has asked how large it is.
struct CleanPicture
{
    std::uint32_t width = 0; ///< Before it is turned.
    std::uint32_t height = 0;
    int orientation = 1;
    std::string bytes;
};

/// Each gives nothing for a picture that is not built as its kind is, or ends too early.
std::optional<CleanPicture> clean_jpeg(std::string_view bytes); // ITU-T T.81, Annex B
std::optional<CleanPicture> clean_png(std::string_view bytes);  // W3C PNG, third edition, §5
std::optional<CleanPicture> clean_webp(std::string_view bytes); // RFC 9649 §2

/// `count` bytes from `at` on as a number; they must be there.
std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count);
std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count);
void append_big_endian(std::string& bytes, std::uint32_t value, std::size_t count);
void append_little_endian(std::string& bytes, std::uint32_t value, std::size_t count);

/// In front of Exif in a JPEG, and by some programs in a WebP.
inline constexpr std::string_view exif_mark{"Exif\0\0", 6};
/// The orientation of 1 to 8 in the first directory of `exif` (Exif 3.0 §4.6, TIFF 6.0), without
/// the mark; 1, which is upright, when there is none.
int orientation_in(std::string_view exif);
/// Exif that says this and nothing else.
std::string exif_of(int orientation);

/// Takes that many bytes from the front; nothing when there are fewer.
std::optional<std::string_view> take_bytes(std::string_view& rest, std::size_t count);

} // namespace heard::core
