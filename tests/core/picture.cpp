#include "core/picture.hpp"

#include "core/small_pictures.hpp"

#include <doctest/doctest.h>

namespace heard::core {

namespace {

using namespace pictures;

Picture clean(std::string_view bytes)
{
    auto picture = without_metadata(bytes);
    REQUIRE(picture);
    return *std::move(picture);
}

std::optional<PictureFault> fault_of(std::string_view bytes)
{
    const auto picture = without_metadata(bytes);
    return picture ? std::nullopt : std::optional{picture.error()};
}

/// Whatever is cut off the end, or out of the middle, it is refused or taken, and never read
/// beyond.
void check_torn(const std::string& whole)
{
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string torn{whole, 0, size}; // Its own memory: a sanitizer sees its end.
        CHECK_FALSE(without_metadata(torn));
        without_metadata(whole.substr(0, size / 2) + whole.substr(size));
    }
}

const std::string minimal_exif =
    std::string{"Exif\0\0", 6} +
    std::string{"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                "\0\0\0\0",
                26};

} // namespace

TEST_CASE("a picture is known by its first bytes, whatever it is called")
{
    CHECK(kind_of_picture(jpeg()) == PictureKind::jpeg);
    CHECK(kind_of_picture(png()) == PictureKind::png);
    CHECK(kind_of_picture(riff(vp8())) == PictureKind::webp);
    for (const auto* const other :
         {"", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF", "RIFF1234WAVE",
          "\xff\xd8", "%PDF-1.7", "<!doctype html>"}) {
        CHECK_FALSE(kind_of_picture(other));
        CHECK(fault_of(other) == PictureFault::unknown);
    }
}

TEST_CASE("what iPhones keep for themselves is told apart, since there is something to do about it")
{
    CHECK(fault_of(zeros(4) + "ftypheic" + zeros(8)) == PictureFault::heic);
    CHECK(fault_of(zeros(4) + "ftypmif1") == PictureFault::heic);
    CHECK(fault_of(zeros(4) + "ftypmp42") == PictureFault::unknown);
    CHECK(fault_of(zeros(4) + "ftypheix").has_value());
}

TEST_CASE("a JPEG keeps what decoding needs, and nothing of what its camera wrote down")
{
    const auto colours = segment(0xe2, std::string{"ICC_PROFILE\0\x01\x01", 14} + "colours");
    const auto adobe = segment(0xee, "Adobe" + zeros(7));
    const auto picture = clean("\xff\xd8" + jfif("rgb") + segment(0xe1, exif_mark_and(exif(1))) +
                               segment(0xe1, "http://ns.adobe.com/xap/1.0/ GPS") + colours +
                               segment(0xe2, std::string{"MPF\0", 4} + "second picture") +
                               segment(0xed, "Photoshop 3.0") + adobe + segment(0xfe, "my home") +
                               "\xff" + jpeg_body() + "a film of three seconds");
    CHECK(picture.bytes == "\xff\xd8" + jfif() + colours + adobe + jpeg_body());
    CHECK(picture.kind == PictureKind::jpeg);
    CHECK(picture.width == 40);
    CHECK(picture.height == 30);
}

TEST_CASE("a JPEG that its camera held upright stays upright, and says nothing else")
{
    for (const bool big : {true, false}) {
        const auto picture = clean(jpeg(segment(0xe1, exif_mark_and(exif(6, big)))));
        CHECK(picture.bytes == "\xff\xd8" + segment(0xe1, minimal_exif) + jpeg_body());
        CHECK(picture.width == 30);
        CHECK(picture.height == 40);
    }
    CHECK(clean(jpeg(segment(0xe1, exif_mark_and(exif(3))))).width == 40);
    for (const std::uint32_t no_orientation : {0, 1, 9, 600})
        CHECK(clean(jpeg(segment(0xe1, exif_mark_and(exif(no_orientation))))).bytes == jpeg());
}

TEST_CASE("Exif that leads nowhere says nothing")
{
    const auto whole = exif(6);
    for (std::size_t size = 0; size < whole.size(); ++size)
        clean(jpeg(segment(0xe1, exif_mark_and(whole.substr(0, size)))));
    CHECK(clean(jpeg(segment(0xe1, exif_mark_and("MM" + number(42, 2) + number(0xfffffff0, 4)))))
              .bytes == jpeg());
}

TEST_CASE("a JPEG that comes in several passes is kept whole")
{
    const auto passes = "\xff\xd8" + jpeg_frame(8, 8, 0xc2) + jpeg_scan() +
                        segment(0xc4, zeros(18)) + jpeg_scan() + "\xff\xd9";
    CHECK(clean(passes).bytes == passes);
}

TEST_CASE("a JPEG that is not built as one is refused")
{
    const std::string start = "\xff\xd8", end = "\xff\xd9";
    CHECK(fault_of(start + end) == PictureFault::broken);
    CHECK(fault_of(start + jpeg_frame(8, 8) + end) == PictureFault::broken);
    CHECK(fault_of(start + jpeg_scan() + jpeg_frame(8, 8) + end) == PictureFault::broken);
    CHECK(fault_of(jpeg("", 0, 8)) == PictureFault::broken);
    CHECK(fault_of(jpeg("", 8, 0)) == PictureFault::broken);
    CHECK(fault_of(jpeg(jpeg_frame(8, 8))) == PictureFault::broken);        // Two frames.
    CHECK(fault_of(jpeg(segment(0xc3, zeros(9)))) == PictureFault::broken); // No browser shows it.
    CHECK(fault_of(jpeg(jfif() + "words")) == PictureFault::broken);
    check_torn(jpeg(jfif() + segment(0xe1, exif_mark_and(exif(6)))));
}

TEST_CASE("a PNG keeps pixels, colours and movement, and nothing that was written down")
{
    const auto colours = chunk("gAMA", "1234") + chunk("iCCP", "profile") + chunk("PLTE", "rgb");
    const auto moving = chunk("acTL", "12345678") + chunk("fcTL", "1") + chunk("fdAT", "2");
    const auto picture = clean(png(colours + chunk("tEXt", "GPS") + chunk("zTXt", "GPS") +
                                   chunk("iTXt", "XML:com.adobe.xmp") + chunk("tIME", "1234567") +
                                   chunk("eXIf", exif(1)) + chunk("prVt", "mine") + moving) +
                               "behind the end");
    CHECK(picture.bytes == png(colours + moving));
    CHECK(picture.width == 40);
    CHECK(picture.height == 30);
}

TEST_CASE("a PNG keeps its orientation, with a checksum that readers believe")
{
    const auto picture = clean(png(chunk("eXIf", exif(8))));
    CHECK(picture.width == 30);
    const auto at = picture.bytes.find("eXIf");
    REQUIRE(at != std::string::npos);
    // As zlib's crc32 gives it.
    CHECK(picture.bytes.substr(at + 4 + 26, 4) == std::string{"\x86\x58\x30\x34", 4});
    CHECK(clean(picture.bytes).bytes == picture.bytes);
}

TEST_CASE("a PNG that is not built as one is refused")
{
    const std::string signature = "\x89PNG\r\n\x1a\n";
    CHECK(fault_of(signature + chunk("IDAT", "x") + chunk("IEND", "")) == PictureFault::broken);
    CHECK(fault_of(signature + chunk("IHDR", zeros(12)) + chunk("IDAT", "") + chunk("IEND", "")) ==
          PictureFault::broken);
    CHECK(fault_of(signature + chunk("IHDR", number(8, 4) + number(8, 4) + zeros(5)) +
                   chunk("IEND", "")) == PictureFault::broken);
    CHECK(fault_of(png("", 0, 8)) == PictureFault::broken);
    check_torn(png(chunk("eXIf", exif(8))));
}

TEST_CASE("a WebP keeps pixels and colours, and its head tells what is left")
{
    const auto pixels = riff_chunk("ICCP", "profile") + riff_chunk("ALPH", "a") + vp8();
    const auto picture = clean(riff(vp8x(0x3c) + pixels + riff_chunk("EXIF", exif(1)) +
                                    riff_chunk("XMP ", "GPS") + riff_chunk("mine", "x")) +
                               "behind the end");
    CHECK(picture.bytes == riff(vp8x(0x30) + pixels));
    CHECK(picture.width == 40);
    CHECK(picture.height == 30);
}

TEST_CASE("a WebP keeps its orientation")
{
    for (const auto& exif_chunk : {exif(6), exif_mark_and(exif(6, false))}) {
        const auto picture = clean(riff(vp8x(0x0c) + vp8() + riff_chunk("EXIF", exif_chunk)));
        CHECK(picture.bytes ==
              riff(vp8x(0x08) + vp8() + riff_chunk("EXIF", minimal_exif.substr(6))));
        CHECK(picture.height == 40);
    }
}

TEST_CASE("a plain WebP says its size in front of its pixels")
{
    const auto lossy = clean(riff(vp8(123, 45) + riff_chunk("EXIF", exif(6))));
    CHECK(lossy.bytes == riff(vp8(123, 45)));
    CHECK(lossy.width == 123);
    CHECK(lossy.height == 45);
    const auto lossless = clean(riff(vp8l(16384, 9)));
    CHECK(lossless.width == 16384);
    CHECK(lossless.height == 9);
}

TEST_CASE("the frames of a WebP that moves are as bare")
{
    const auto frame = [](std::string_view more) {
        return riff_chunk("ANMF", zeros(16) + vp8l() + std::string{more});
    };
    const auto picture = clean(riff(vp8x(0x02) + riff_chunk("ANIM", "123456") +
                                    frame(riff_chunk("note", "GPS")) + frame("")));
    CHECK(picture.bytes == riff(vp8x(0x02) + riff_chunk("ANIM", "123456") + frame("") + frame("")));
}

TEST_CASE("a WebP that is not built as one is refused")
{
    CHECK(fault_of(riff("")) == PictureFault::broken);
    CHECK(fault_of(riff(vp8x(0))) == PictureFault::broken);
    CHECK(fault_of(riff(riff_chunk("ICCP", "x") + vp8())) == PictureFault::broken);
    CHECK(fault_of(riff(riff_chunk("VP8 ", "too short"))) == PictureFault::broken);
    CHECK(fault_of(riff(vp8x(2) + riff_chunk("ANMF", "short"))) == PictureFault::broken);
    check_torn(riff(vp8x(0x08) + vp8() + riff_chunk("EXIF", exif(6))));
    check_torn(riff(vp8l()));
}

TEST_CASE("a picture that would fill the memory of whoever looks at it is refused")
{
    CHECK(fault_of(png("", 60'000, 60'000)) == PictureFault::too_large);
    CHECK(fault_of(jpeg("", 65'535, 1)) == PictureFault::too_large);
    CHECK(fault_of(jpeg("", 16'384, 7'325)) == PictureFault::too_large);
    CHECK(fault_of(jpeg("", 16'384, 7'324)) == std::nullopt);
    CHECK(fault_of(jpeg("", 12'000, 9'000)) == std::nullopt);
    CHECK(fault_of(riff(vp8x(0, 1U << 24U, 1U << 24U) + vp8())) == PictureFault::too_large);
}

TEST_CASE("a picture that is bare already is not changed")
{
    for (const auto& bare : {jpeg(jfif()), png(), riff(vp8()), riff(vp8x(0x10) + vp8l())})
        CHECK(clean(bare).bytes == bare);
}

TEST_CASE("kinds have names")
{
    CHECK(media_type_of(PictureKind::webp) == "image/webp");
    CHECK(file_ending_of("image/jpeg") == "jpg");
    CHECK(file_ending_of("text/html") == "bin");
}

} // namespace heard::core
