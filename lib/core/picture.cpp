#include "core/picture.hpp"

#include "core/picture_parts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace heard::core {

namespace {

/// A kind, how it is called, and how to take it apart.
struct Form
{
    PictureKind kind;
    std::string_view media_type;
    std::string_view file_ending;
    std::optional<CleanPicture> (*clean)(std::string_view);
};

constexpr std::array forms = {Form{PictureKind::jpeg, "image/jpeg", "jpg", clean_jpeg},
                              Form{PictureKind::png, "image/png", "png", clean_png},
                              Form{PictureKind::webp, "image/webp", "webp", clean_webp}};

const Form& form_of(PictureKind kind)
{
    return *std::ranges::find(forms, kind, &Form::kind);
}

/// An ISO media file (ISO/IEC 23008-12 §10.2) of one of the brands that cameras write.
bool is_heic(std::string_view bytes)
{
    constexpr std::array<std::string_view, 8> brands = {"heic", "heix", "hevc", "hevx",
                                                        "heim", "heis", "mif1", "msf1"};
    return bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp" &&
           std::ranges::find(brands, bytes.substr(8, 4)) != brands.end();
}

bool is_too_large(const CleanPicture& picture)
{
    return picture.width > picture_side_max || picture.height > picture_side_max ||
           std::uint64_t{picture.width} * picture.height > picture_pixels_max;
}

} // namespace

std::string_view media_type_of(PictureKind kind)
{
    return form_of(kind).media_type;
}

std::string_view file_ending_of(std::string_view media_type)
{
    const auto* const form = std::ranges::find(forms, media_type, &Form::media_type);
    return form == forms.end() ? "bin" : form->file_ending;
}

std::optional<PictureKind> kind_of_picture(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xd8\xff"))
        return PictureKind::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return PictureKind::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return PictureKind::webp;
    return std::nullopt;
}

std::expected<Picture, PictureFault> without_metadata(std::string_view bytes)
{
    const auto kind = kind_of_picture(bytes);
    if (!kind)
        return std::unexpected{is_heic(bytes) ? PictureFault::heic : PictureFault::unknown};
    auto clean = form_of(*kind).clean(bytes);
    if (!clean || clean->width == 0 || clean->height == 0)
        return std::unexpected{PictureFault::broken};
    if (is_too_large(*clean))
        return std::unexpected{PictureFault::too_large};
    constexpr int first_on_its_side = 5;
    if (clean->orientation >= first_on_its_side)
        std::swap(clean->width, clean->height);
    return Picture{*kind, clean->width, clean->height, std::move(clean->bytes), clean->orientation};
}

// ---- What the kinds have in common ----

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t i = count; i > 0; --i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

void append_big_endian(std::string& bytes, std::uint32_t value, std::size_t count)
{
    for (std::size_t i = count; i > 0; --i)
        bytes += static_cast<char>(value >> 8U * (i - 1) & 0xffU);
}

void append_little_endian(std::string& bytes, std::uint32_t value, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        bytes += static_cast<char>(value >> 8U * i & 0xffU);
}

std::optional<std::string_view> take_bytes(std::string_view& rest, std::size_t count)
{
    if (rest.size() < count)
        return std::nullopt;
    const auto taken = rest.substr(0, count);
    rest.remove_prefix(count);
    return taken;
}

} // namespace heard::core
