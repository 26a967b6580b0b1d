// Pictures that people send, as bytes: of which kind they are, how large on a screen, and the same
// picture without what a camera writes down beside it: where it was taken, when, by what device.
// Pure. Decodes nothing: segments are kept or left out, so pixels stay as they are, and what is
// wrong with the pixels themselves is the browser's business.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace heard::core {

enum class PictureKind { jpeg, png, webp };
/// `image/jpeg`, ...
std::string_view media_type_of(PictureKind kind);
/// `jpg`, ... for the media type of one of our kinds.
std::string_view file_ending_of(std::string_view media_type);

/// A side is at most what WebP can hold, and the area a little more than 108 megapixels, the
/// largest that phones took when this was written: a few bytes can claim to be gigabytes of pixels,
/// and the staff's browser would have to find them.
inline constexpr std::uint32_t picture_side_max = 16'384;
inline constexpr std::uint64_t picture_pixels_max = 120'000'000;

struct Picture
{
    PictureKind kind = PictureKind::jpeg;
    std::uint32_t width = 0; ///< As shown, turned the way its orientation says.
    std::uint32_t height = 0;
    std::string bytes;
    int orientation = 1; ///< Of Exif, 1 to 8: how a viewer has to turn it.
};

enum class PictureFault {
    unknown,   ///< None of our kinds.
    heic,      ///< What iPhones keep for themselves; there is something to do about it.
    broken,    ///< Cut off, or not built as its kind is.
    too_large, ///< More pixels than the limits above.
};

/// By its first bytes; nothing for any other kind.
std::optional<PictureKind> kind_of_picture(std::string_view bytes);

/// The same picture with what decoding needs, colours and orientation included, and nothing else;
/// what stands behind its end goes too. Done once more it changes nothing.
std::expected<Picture, PictureFault> without_metadata(std::string_view bytes);

} // namespace heard::core
