#include "core/picture_parts.hpp"

#include <algorithm>
#include <array>

namespace heard::core {

namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
constexpr std::size_t header_bytes = 13;

// What decoding, colours, density and movement need.
constexpr std::array<std::string_view, 14> kept_types = {"PLTE", "IDAT", "tRNS", "gAMA", "cHRM",
                                                         "sRGB", "iCCP", "cICP", "sBIT", "pHYs",
                                                         "bKGD", "acTL", "fcTL", "fdAT"};

constexpr std::array<std::uint32_t, 256> make_crc_table()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? 0xedb88320U ^ value >> 1U : value >> 1U;
        table[byte] = value;
    }
    return table;
}

/// PNG, third edition, Annex D.
std::uint32_t crc_of(std::string_view bytes)
{
    static constexpr auto table = make_crc_table();
    std::uint32_t crc = 0xffffffffU;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xffU] ^ crc >> 8U;
    return ~crc;
}

std::string chunk(std::string_view type, std::string_view data)
{
    std::string bytes;
    append_big_endian(bytes, static_cast<std::uint32_t>(data.size()), 4);
    bytes.append(type).append(data);
    append_big_endian(bytes, crc_of(std::string_view{bytes}.substr(4)), 4);
    return bytes;
}

struct Chunk
{
    std::string_view type;
    std::string_view data;
    std::string_view whole; ///< With length and checksum.
};

std::optional<Chunk> take_chunk(std::string_view& rest)
{
    constexpr std::size_t around = 12;
    if (rest.size() < around)
        return std::nullopt;
    const std::size_t size = big_endian(rest, 0, 4);
    const auto whole = take_bytes(rest, around + size);
    if (!whole)
        return std::nullopt;
    return Chunk{whole->substr(4, 4), whole->substr(8, size), *whole};
}

} // namespace

std::optional<CleanPicture> clean_png(std::string_view bytes)
{
    auto rest = bytes.substr(signature.size());
    const auto header = take_chunk(rest);
    if (!header || header->type != "IHDR" || header->data.size() != header_bytes)
        return std::nullopt;
    CleanPicture picture{big_endian(header->data, 0, 4), big_endian(header->data, 4, 4), 1, {}};
    std::string kept;
    kept.reserve(bytes.size());
    bool has_pixels = false;
    for (auto next = take_chunk(rest); next; next = take_chunk(rest)) {
        has_pixels = has_pixels || next->type == "IDAT";
        if (next->type == "eXIf" && picture.orientation == 1)
            picture.orientation = orientation_in(next->data);
        if (std::ranges::find(kept_types, next->type) != kept_types.end())
            kept.append(next->whole);
        if (next->type != "IEND")
            continue;
        if (!has_pixels)
            return std::nullopt;
        auto front = std::string{signature}.append(header->whole);
        if (picture.orientation != 1)
            front += chunk("eXIf", exif_of(picture.orientation));
        kept.insert(0, front);
        picture.bytes = std::move(kept) + chunk("IEND", {});
        return picture;
    }
    return std::nullopt;
}

} // namespace heard::core
