#include "http/form.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

namespace {

Form urlencoded(std::string_view body, bool cut = false)
{
    return parse_form("application/x-www-form-urlencoded", body, cut);
}

} // namespace

TEST_CASE("an urlencoded form gives its fields in order, decoded")
{
    const auto form = urlencoded("likes=The+bread%21&dislikes=&wishes=More%0D%0Arye&likes=again");
    CHECK(form.fault == FormFault::none);
    REQUIRE(form.fields.size() == 4);
    CHECK(form.get("likes") == "The bread!");
    CHECK(form.get("wishes") == "More\r\nrye");
    CHECK(form.has("dislikes"));
    CHECK(form.get("dislikes").empty());
    CHECK_FALSE(form.has("Likes"));
    CHECK(form.fields.back().second == "again");
}

TEST_CASE("the content type is read without regard to letter case and parameters")
{
    CHECK(parse_form("Application/X-WWW-Form-Urlencoded ; charset=UTF-8", "a=b", false).get("a") ==
          "b");
}

TEST_CASE("a body that is no form is of the wrong type, and nothing at all is an empty form")
{
    CHECK(parse_form("application/json", "{}", false).fault == FormFault::wrong_type);
    CHECK(parse_form("text/plain", "a=b", false).fault == FormFault::wrong_type);
    CHECK(parse_form("", "a=b", false).fault == FormFault::wrong_type);
    CHECK(parse_form("", "", false).fault == FormFault::none);
    CHECK(urlencoded("").fault == FormFault::none);
}

TEST_CASE("odd bodies lose no word")
{
    const auto form = urlencoded("&&a&=x&b=1=2&c=100%&d=%zz");
    CHECK(form.fault == FormFault::none);
    CHECK(form.has("a"));
    CHECK(form.get("") == "x");
    CHECK(form.get("b") == "1=2");
    CHECK(form.get("c") == "100%");
    CHECK(form.get("d") == "%zz");
}

TEST_CASE("a field that is no text is kept, repaired")
{
    const auto form = urlencoded("likes=caf%E9+good&name=a%00b");
    CHECK(form.fault == FormFault::not_text);
    CHECK(form.get("likes") == "caf\xef\xbf\xbd good");
    CHECK(form.get("name") == "a\xef\xbf\xbd"
                              "b");
}

TEST_CASE("a form that was cut keeps its beginning, and says so before anything else")
{
    const auto form = urlencoded("likes=The+bread&dislikes=caf%E9+The+s%2", true);
    CHECK(form.fault == FormFault::cut);
    CHECK(form.get("likes") == "The bread");
    CHECK(form.get("dislikes") == "caf\xef\xbf\xbd The s");
}

TEST_CASE("a form has at most a hundred fields")
{
    std::string body = "likes=first";
    for (int i = 0; i < 99; ++i)
        body += "&x=1";
    CHECK(urlencoded(body).fault == FormFault::none);
    const auto form = urlencoded(body + "&x=1&y=2");
    CHECK(form.fault == FormFault::too_many_fields);
    CHECK(form.fields.size() == form_fields_max);
    CHECK(form.get("likes") == "first");
}

TEST_CASE("text has a limit of its own: photos need a large body, words do not")
{
    const std::string words(form_text_bytes_max - 10, 'x');
    const auto full = urlencoded("likes=" + words + "&y=1234");
    CHECK(full.fault == FormFault::none);
    CHECK(full.get("likes") == words);

    const auto over = urlencoded("likes=" + words + "&y=12345&z=1");
    CHECK(over.fault == FormFault::cut);
    CHECK(over.get("likes") == words);
    CHECK(over.get("y") == "1234");
    CHECK_FALSE(over.has("z"));
}
