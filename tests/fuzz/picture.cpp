// Pictures are taken apart and put together again, whatever bytes they are: what comes out is of
// the same kind and as large on a screen, is bare for good, and holds nothing that was not in it
// but the few bytes of its orientation. Input: a file.
#include "core/picture.hpp"
#include "fuzz/support.hpp"

#include <string>

namespace heard::fuzz {

namespace {

/// The one tag that we write ourselves, with what stands around it.
constexpr std::size_t orientation_bytes_max = 64;

} // namespace

void try_one(std::string_view input)
{
    const auto picture = core::without_metadata(input);
    require(picture || core::kind_of_picture(input) ||
                picture.error() == core::PictureFault::heic ||
                picture.error() == core::PictureFault::unknown,
            "what is of no kind is called so");
    if (!picture)
        return;
    require(picture->kind == core::kind_of_picture(input), "its first bytes say its kind");
    require(picture->kind == core::kind_of_picture(picture->bytes), "it stays of its kind");
    require(picture->width > 0 && picture->width <= core::picture_side_max && picture->height > 0 &&
                picture->height <= core::picture_side_max,
            "it fits on a screen");
    require(picture->bytes.size() <= input.size() + orientation_bytes_max, "it does not grow");

    const auto again = core::without_metadata(picture->bytes);
    require(again && again->bytes == picture->bytes, "done once more it changes nothing");
    require(again->width == picture->width && again->height == picture->height,
            "it is as large as before");
}

} // namespace heard::fuzz
