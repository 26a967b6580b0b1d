#include "core/picture_parts.hpp"

#include <algorithm>

namespace heard::core {

namespace {

// Markers, the byte behind 0xff (ITU-T T.81, Table B.1).
constexpr unsigned sof_baseline = 0xc0;
constexpr unsigned sof_progressive = 0xc2; // The three from baseline on are what browsers decode.
constexpr unsigned dht = 0xc4;
constexpr unsigned rst_first = 0xd0;
constexpr unsigned rst_last = 0xd7;
constexpr unsigned eoi = 0xd9;
constexpr unsigned sos = 0xda;
constexpr unsigned dqt = 0xdb;
constexpr unsigned dri = 0xdd;
constexpr unsigned app_first = 0xe0;
constexpr unsigned app_exif = 0xe1;
constexpr unsigned app_colours = 0xe2;
constexpr unsigned app_adobe = 0xee;
constexpr unsigned app_last = 0xef;
constexpr unsigned comment = 0xfe;

constexpr std::string_view jfif_mark{"JFIF\0", 5};
constexpr std::string_view colours_mark{"ICC_PROFILE\0", 12};
constexpr std::string_view adobe_mark{"Adobe"};
constexpr std::size_t jfif_bytes = 12;  // Up to the size of the thumbnail that may follow.
constexpr std::size_t adobe_bytes = 12; // Which says how colours were turned into numbers.

std::string segment(unsigned marker, std::string_view payload)
{
    std::string bytes{'\xff', static_cast<char>(marker)};
    append_big_endian(bytes, static_cast<std::uint32_t>(payload.size() + 2), 2);
    return bytes.append(payload);
}

class Jpeg
{
public:
    explicit Jpeg(std::string_view bytes)
        : rest_(bytes)
    {
        kept_.reserve(bytes.size());
    }

    std::optional<CleanPicture> clean()
    {
        if (take_bytes(rest_, 2) != "\xff\xd8")
            return std::nullopt;
        for (;;) {
            const auto marker = take_marker();
            if (!marker)
                return std::nullopt;
            if (*marker == eoi)
                return put_together();
            const auto payload = take_payload();
            if (!payload || !take_segment(*marker, *payload))
                return std::nullopt;
        }
    }

private:
    /// Any number of 0xff may stand before it.
    std::optional<unsigned> take_marker()
    {
        if (!rest_.starts_with('\xff'))
            return std::nullopt;
        rest_.remove_prefix(std::min(rest_.find_first_not_of('\xff'), rest_.size()));
        const auto marker = take_bytes(rest_, 1);
        return marker ? std::optional(big_endian(*marker, 0, 1)) : std::nullopt;
    }

    std::optional<std::string_view> take_payload()
    {
        const auto size = take_bytes(rest_, 2);
        if (!size || big_endian(*size, 0, 2) < 2)
            return std::nullopt;
        return take_bytes(rest_, big_endian(*size, 0, 2) - 2);
    }

    /// False for what has no place in a picture.
    bool take_segment(unsigned marker, std::string_view payload)
    {
        if (marker >= app_first && marker <= app_last) {
            take_application(marker, payload);
            return true;
        }
        switch (marker) {
        case comment:
            return true;
        case sof_baseline:
        case sof_baseline + 1:
        case sof_progressive:
            return take_frame(marker, payload);
        case sos:
            return take_scan(payload);
        case dht:
        case dqt:
        case dri:
            kept_ += segment(marker, payload);
            return true;
        default:
            return false;
        }
    }

    void take_application(unsigned marker, std::string_view payload)
    {
        if (marker == app_first && payload.starts_with(jfif_mark) && payload.size() >= jfif_bytes)
            jfif_ = std::string{payload.substr(0, jfif_bytes)} + std::string(2, '\0');
        else if (marker == app_exif && payload.starts_with(exif_mark) && picture_.orientation == 1)
            picture_.orientation = orientation_in(payload.substr(exif_mark.size()));
        else if (marker == app_colours && payload.starts_with(colours_mark))
            kept_ += segment(marker, payload);
        else if (marker == app_adobe && payload.starts_with(adobe_mark) &&
                 payload.size() >= adobe_bytes)
            kept_ += segment(marker, payload.substr(0, adobe_bytes));
    }

    /// Precision, height, width, and more that only decoders need. A height of 0 would follow
    /// behind the first scan; no camera does that.
    bool take_frame(unsigned marker, std::string_view payload)
    {
        if (payload.size() < 6 || picture_.width > 0)
            return false;
        picture_.height = big_endian(payload, 1, 2);
        picture_.width = big_endian(payload, 3, 2);
        kept_ += segment(marker, payload);
        return picture_.width > 0 && picture_.height > 0;
    }

    /// And the pixels behind its head, up to the next marker that is none of theirs.
    bool take_scan(std::string_view head)
    {
        if (picture_.width == 0)
            return false;
        std::size_t at = 0;
        for (;;) {
            at = rest_.find('\xff', at);
            if (at == std::string_view::npos || at + 1 == rest_.size())
                return false;
            const auto next = big_endian(rest_, at + 1, 1);
            if (next != 0 && next != 0xff && (next < rst_first || next > rst_last))
                break;
            at += next == 0xff ? 1 : 2;
        }
        kept_ += segment(sos, head);
        kept_.append(rest_.substr(0, at));
        rest_.remove_prefix(at);
        has_scan_ = true;
        return true;
    }

    /// JFIF comes first, as it wants to.
    std::optional<CleanPicture> put_together()
    {
        if (!has_scan_)
            return std::nullopt;
        std::string bytes{"\xff\xd8"};
        if (!jfif_.empty())
            bytes += segment(app_first, jfif_);
        if (picture_.orientation != 1)
            bytes += segment(app_exif, std::string{exif_mark} + exif_of(picture_.orientation));
        kept_.insert(0, bytes);
        kept_ += "\xff\xd9";
        picture_.bytes = std::move(kept_);
        return std::move(picture_);
    }

    std::string_view rest_;
    std::string kept_; ///< From behind the first segments.
    std::string jfif_;
    bool has_scan_ = false;
    CleanPicture picture_;
};

} // namespace

std::optional<CleanPicture> clean_jpeg(std::string_view bytes)
{
    return Jpeg{bytes}.clean();
}

} // namespace heard::core
