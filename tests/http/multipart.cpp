#include "http/multipart.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace heard::http;

namespace {

constexpr std::string_view boundary = "multipart/form-data; boundary=XX";

/// Parts with line ends, as they stand between boundaries.
std::string text_part(std::string_view disposition, std::string_view content)
{
    return "--XX\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" +
           std::string(content) + "\r\n";
}

Form read(std::string_view body, bool cut = false)
{
    return parse_form(boundary, body, cut);
}

} // namespace

TEST_CASE("a multipart form gives fields and files")
{
    const auto form = read("--XX\r\nContent-Disposition: form-data; name=\"likes\"\r\n\r\nThe\r\n"
                           "bread\r\n--XX\r\ncontent-disposition: form-data; name=\"photo\"; "
                           "filename=\"shoe.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8"
                           "\r\n--XX--\r\n");
    CHECK(form.fault == FormFault::none);
    CHECK(form.get("likes") == "The\r\nbread");
    REQUIRE(form.uploads.size() == 1);
    CHECK(form.uploads[0].field == "photo");
    CHECK(form.uploads[0].file_name == "shoe.jpg");
    CHECK(form.uploads[0].media_type == "image/jpeg");
}

TEST_CASE("a file keeps every byte")
{
    using namespace std::string_literals;
    const auto content = "\xff\xd8\0\r\n--X\r\n--\r\n"s;
    const auto body = text_part("name=photo; filename=a.jpg", content) + "--XX--\r\n";
    const auto form = read(body);
    REQUIRE(form.uploads.size() == 1);
    CHECK(form.uploads[0].bytes.data() == body.data() + body.find(content)); // Not copied.
    CHECK(form.uploads[0].bytes == content);
    CHECK(form.uploads[0].media_type == "application/octet-stream");
}

TEST_CASE("no file chosen is no file")
{
    const auto form = read(text_part("name=\"photo\"; filename=\"\"", "") + "--XX--\r\n");
    CHECK(form.fault == FormFault::none);
    CHECK(form.uploads.empty());
    CHECK(form.fields.empty());
}

TEST_CASE("names are read as browsers write them")
{
    const auto form =
        read(text_part("name=\"a%22b%0d%0A%41\"", "1") + text_part("NAME = plain ; x=y", "2") +
             text_part("name=\"q\\\"q;\"", "3") +
             text_part("name=\"f\"; filename=\"C:\\dir\\a b.jpg\"", "4") + "--XX--");
    CHECK(form.get("a\"b\r\n%41") == "1");
    CHECK(form.get("plain") == "2");
    CHECK(form.get("q\"q;") == "3");
    REQUIRE(form.uploads.size() == 1);
    CHECK(form.uploads[0].file_name == "a b.jpg");
}

TEST_CASE("the boundary is found among the parameters")
{
    CHECK(boundary_of(" charset=utf-8; Boundary=\"a b\"") == "a b");
    CHECK(boundary_of("boundary=----WebKit7").value() == "----WebKit7");
    CHECK(boundary_of("boundary=" + std::string(70, 'x')));
    CHECK_FALSE(boundary_of("boundary=" + std::string(71, 'x')));
    CHECK_FALSE(boundary_of("boundary=\"\""));
    CHECK_FALSE(boundary_of("boundary"));
    CHECK_FALSE(boundary_of(""));
}

TEST_CASE("text around the parts, and blanks after a boundary, do no harm")
{
    const auto form = read("preface\r\n--XX \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1"
                           "\r\n--XX--\r\nepilogue");
    CHECK(form.fault == FormFault::none);
    CHECK(form.get("a") == "1");
}

TEST_CASE("a form that breaks off keeps its words, but no half file")
{
    const auto start = text_part("name=likes", "The bread");
    const auto words =
        read(start + "--XX\r\nContent-Disposition: form-data; name=dislikes\r\n\r\nThe sh");
    CHECK(words.fault == FormFault::malformed);
    CHECK(words.get("likes") == "The bread");
    CHECK(words.get("dislikes") == "The sh");

    const auto file = read(
        start + "--XX\r\nContent-Disposition: form-data; name=p; filename=a\r\n\r\n\xff\xd8", true);
    CHECK(file.fault == FormFault::cut);
    CHECK(file.get("likes") == "The bread");
    CHECK(file.uploads.empty());
}

TEST_CASE("a broken multipart body says so, and what can be read is kept")
{
    CHECK(parse_form("multipart/form-data", "--XX", false).fault == FormFault::malformed);
    const auto good = text_part("name=likes", "The bread");
    for (const auto& body :
         {std::string(), std::string("nothing"), std::string("--XX"), std::string("--XX\r\n"),
          std::string("--XXY\r\n\r\n--XX--"), "--XX\r\nno head\r\n" + good + "--XX--",
          "--XX\r\n\r\n\r\nno name\r\n" + good + "--XX--",
          "--XX\r\nContent-Disposition: attachment; name=x\r\n\r\n1\r\n" + good + "--XX--",
          good + "--XXjunk\r\n"})
        CHECK_MESSAGE(read(body).fault == FormFault::malformed, body);
    CHECK(read("--XX\r\nno head\r\n" + good + "--XX--").get("likes") == "The bread");
    CHECK(read(good + "--XXjunk\r\n").get("likes") == "The bread");
}

TEST_CASE("an unquoted, an unclosed and an empty name do not confuse the reader")
{
    const auto form = read(text_part("name=\"open", "1") + text_part("name=", "2") +
                           text_part("name", "3") + "--XX--");
    CHECK(form.get("open") == "1");
    CHECK(form.get("") == "2");
}

TEST_CASE("a part's head and the number of parts are capped")
{
    const auto huge = "--XX\r\nX: " + std::string(5000, 'x') +
                      "\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--";
    CHECK(read(huge).fault == FormFault::malformed);

    std::string body;
    for (int i = 0; i < 101; ++i)
        body += text_part("name=x", "1");
    const auto form = read(body + "--XX--");
    CHECK(form.fault == FormFault::too_many_fields);
    CHECK(form.fields.size() == form_fields_max);
}

TEST_CASE("a field that is no text is repaired, a file is left alone")
{
    const auto body = text_part("name=likes", "caf\xe9") +
                      text_part("name=p; filename=\"\xe9.jpg\"", "\xe9") + "--XX--";
    const auto form = read(body);
    CHECK(form.fault == FormFault::not_text);
    CHECK(form.get("likes") == "caf\xef\xbf\xbd");
    CHECK(form.uploads.at(0).bytes == "\xe9");
    CHECK(form.uploads.at(0).file_name == "\xef\xbf\xbd.jpg");
}
