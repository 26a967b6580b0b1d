#include "core/picture_parts.hpp"

namespace heard::core {

namespace {

// TIFF 6.0: a header of eight bytes that says where the first directory is, which is a count and
// so many entries of twelve bytes: tag, type, count, value.
constexpr std::size_t header_bytes = 8;
constexpr std::size_t entry_bytes = 12;
constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t type_short = 3;

using Number = std::uint32_t (*)(std::string_view, std::size_t, std::size_t);

/// How its numbers are written.
Number order_of(std::string_view exif)
{
    if (exif.starts_with(std::string_view{"MM\0*", 4}))
        return big_endian;
    if (exif.starts_with(std::string_view{"II*\0", 4}))
        return little_endian;
    return nullptr;
}

} // namespace

int orientation_in(std::string_view exif)
{
    const auto number = order_of(exif);
    if (!number || exif.size() < header_bytes)
        return 1;
    const std::size_t directory = number(exif, 4, 4);
    if (directory > exif.size() || exif.size() - directory < 2)
        return 1;
    const auto count = number(exif, directory, 2);
    auto entries = exif.substr(directory + 2);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto entry = take_bytes(entries, entry_bytes);
        if (!entry)
            return 1;
        if (number(*entry, 0, 2) != orientation_tag || number(*entry, 2, 2) != type_short)
            continue;
        const auto value = number(*entry, 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

std::string exif_of(int orientation)
{
    std::string exif{"MM\0*", 4};
    append_big_endian(exif, header_bytes, 4);
    append_big_endian(exif, 1, 2);
    append_big_endian(exif, orientation_tag, 2);
    append_big_endian(exif, type_short, 2);
    append_big_endian(exif, 1, 4);
    append_big_endian(exif, static_cast<std::uint32_t>(orientation), 2);
    append_big_endian(exif, 0, 2);
    append_big_endian(exif, 0, 4); // There is no further directory.
    return exif;
}

} // namespace heard::core
