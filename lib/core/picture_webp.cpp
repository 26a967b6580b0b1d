#include "core/picture_parts.hpp"

namespace heard::core {

namespace {

// Flags in the first byte of VP8X (RFC 9649 §2.7.1).
constexpr unsigned has_exif = 0x08;
constexpr unsigned has_xmp = 0x04;

struct Chunk
{
    std::string_view type;
    std::string_view data;
};

/// Chunks have an even size; the byte that makes them so counts for nothing.
std::optional<Chunk> take_chunk(std::string_view& rest)
{
    const auto head = take_bytes(rest, 8);
    if (!head)
        return std::nullopt;
    const std::size_t size = little_endian(*head, 4, 4);
    const auto data = take_bytes(rest, size);
    if (!data || (size % 2 == 1 && !take_bytes(rest, 1)))
        return std::nullopt;
    return Chunk{head->substr(0, 4), *data};
}

void append_chunk(std::string& bytes, std::string_view type, std::string_view data)
{
    bytes.append(type);
    append_little_endian(bytes, static_cast<std::uint32_t>(data.size()), 4);
    bytes.append(data).append(data.size() % 2, '\0');
}

bool is_pixels(std::string_view type)
{
    return type == "VP8 " || type == "VP8L";
}

/// The size of a picture without VP8X, which stands in front of its pixels: §2.5, RFC 6386 §9.1,
/// and §3.4. False when it does not.
bool read_size(const Chunk& pixels, CleanPicture& picture)
{
    constexpr std::uint32_t fourteen_bits = 0x3fff;
    const auto& data = pixels.data;
    if (pixels.type == "VP8 ") {
        if (data.size() < 10 || data.substr(3, 3) != "\x9d\x01\x2a")
            return false;
        picture.width = little_endian(data, 6, 2) & fourteen_bits;
        picture.height = little_endian(data, 8, 2) & fourteen_bits;
        return true;
    }
    if (data.size() < 5 || data[0] != '\x2f')
        return false;
    const auto both = little_endian(data, 1, 4);
    picture.width = (both & fourteen_bits) + 1;
    picture.height = (both >> 14U & fourteen_bits) + 1;
    return true;
}

/// One frame of those that move: sixteen bytes, and chunks of its own.
std::optional<std::string> clean_frame(std::string_view data)
{
    const auto head = take_bytes(data, 16);
    if (!head)
        return std::nullopt;
    std::string kept{*head};
    while (!data.empty()) {
        const auto chunk = take_chunk(data);
        if (!chunk)
            return std::nullopt;
        if (is_pixels(chunk->type) || chunk->type == "ALPH")
            append_chunk(kept, chunk->type, chunk->data);
    }
    return kept;
}

class WebP
{
public:
    /// The chunks behind the twelve bytes of RIFF.
    std::optional<CleanPicture> clean(std::string_view chunks)
    {
        const auto first = take_chunk(chunks);
        if (!first || !take_first(*first))
            return std::nullopt;
        while (extended_ && !chunks.empty()) {
            const auto next = take_chunk(chunks);
            if (!next || !take_next(*next))
                return std::nullopt;
        }
        return put_together();
    }

private:
    bool take_first(const Chunk& chunk)
    {
        if (is_pixels(chunk.type)) {
            append_chunk(kept_, chunk.type, chunk.data);
            has_pixels_ = true;
            return read_size(chunk, picture_);
        }
        if (chunk.type != "VP8X" || chunk.data.size() != 10)
            return false;
        picture_.width = little_endian(chunk.data, 4, 3) + 1;
        picture_.height = little_endian(chunk.data, 7, 3) + 1;
        extended_ = chunk.data;
        return true;
    }

    bool take_next(const Chunk& chunk)
    {
        if (chunk.type == "ANMF") {
            const auto frame = clean_frame(chunk.data);
            if (frame)
                append_chunk(kept_, chunk.type, *frame);
            has_pixels_ = true;
            return frame.has_value();
        }
        if (chunk.type == "EXIF" && picture_.orientation == 1)
            read_orientation(chunk.data);
        if (is_pixels(chunk.type) || chunk.type == "ALPH" || chunk.type == "ANIM" ||
            chunk.type == "ICCP")
            append_chunk(kept_, chunk.type, chunk.data);
        has_pixels_ = has_pixels_ || is_pixels(chunk.type);
        return true;
    }

    void read_orientation(std::string_view exif)
    {
        if (exif.starts_with(exif_mark))
            exif.remove_prefix(exif_mark.size());
        picture_.orientation = orientation_in(exif);
    }

    std::optional<CleanPicture> put_together()
    {
        if (!has_pixels_)
            return std::nullopt;
        std::string chunks{"WEBP"};
        if (extended_) {
            std::string head{*extended_};
            const bool turned = picture_.orientation != 1;
            const auto flags = little_endian(head, 0, 1) & ~(has_exif | has_xmp);
            head[0] = static_cast<char>(flags | (turned ? has_exif : 0U));
            append_chunk(chunks, "VP8X", head);
            if (turned)
                append_chunk(kept_, "EXIF", exif_of(picture_.orientation));
        }
        chunks += kept_;
        append_chunk(picture_.bytes, "RIFF", chunks);
        return std::move(picture_);
    }

    CleanPicture picture_;
    std::optional<std::string_view> extended_; ///< What VP8X says, if it is there.
    std::string kept_;
    bool has_pixels_ = false;
};

} // namespace

std::optional<CleanPicture> clean_webp(std::string_view bytes)
{
    // RIFF and its size, which counts from behind it: what lies beyond is not the picture's.
    auto rest = bytes.substr(8);
    auto picture = take_bytes(rest, little_endian(bytes, 4, 4));
    if (!picture || !picture->starts_with("WEBP"))
        return std::nullopt;
    return WebP{}.clean(picture->substr(4));
}

} // namespace heard::core
