#include "site/photos.hpp"

#include "core/small_pictures.hpp"
#include "desk/photos.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

using namespace pictures;

struct File
{
    std::string name;
    std::string bytes;
};

const auto home = exif_mark_and(exif(1));

/// As a phone sends it, with the place where it was taken.
File photo(std::uint32_t width = 40)
{
    return {"IMG_" + std::to_string(width) + ".jpg", jpeg(segment(0xe1, home), width)};
}

class Studio : public StaffShop
{
public:
    using StaffShop::StaffShop;

    http::Response sends(const Fields& fields, const std::vector<File>& files, bool cut = false)
    {
        std::string body;
        for (const auto& [name, value] : fields)
            body += part("name=\"" + name + "\"", value);
        for (const auto& file : files)
            body += part("name=\"photo\"; filename=\"" + file.name + "\"", file.bytes);
        context.restart();
        return post_body("/submissions", "multipart/form-data; boundary=XX",
                         body + (cut ? "--XX\r\nContent-Dispo" : "--XX--\r\n"), cut);
    }

    http::Response opens(const std::string& target) { return ask_as(nobody, "GET", target, {}); }

    /// The addresses of all pictures in a page, in order.
    static std::vector<std::string> pictures_in(const http::Response& page)
    {
        std::vector<std::string> all;
        for (auto at = page.body.find("<img src=\""); at != std::string::npos;
             at = page.body.find("<img src=\"", at + 1))
            all.push_back(unescaped(between(std::string_view{page.body}.substr(at), "\"", "\"")));
        return all;
    }

private:
    static std::string part(const std::string& what, const std::string& content)
    {
        return "--XX\r\nContent-Disposition: form-data; " + what + "\r\n\r\n" + content + "\r\n";
    }
};

bool shows(const http::Response& page, std::string_view words)
{
    return unescaped(page.body).find(words) != std::string::npos;
}

} // namespace

TEST_CASE("photos come with the words, bare of where they were taken, to the customer and to staff")
{
    Studio shop;
    const auto mary = shop.hires("Mary");
    const auto sent = shop.sends(
        {{"form_token", shop.form_token()}, {"dislikes", "They came apart."}, {"name", "Ann"}},
        {photo(40), photo(50)});
    REQUIRE(sent.status == 303);
    const auto link = header_in(sent, "Location");
    const auto page = shop.opens(link);
    const auto own = Studio::pictures_in(page);
    REQUIRE(own.size() == 2);
    CHECK(own[0].starts_with(link + "/photos/1?v="));
    CHECK(shows(page, "alt=\"Photo 2 of 2 that you sent\" width=\"50\" height=\"30\" "
                      "loading=\"lazy\""));

    const auto first = shop.opens(own[0]);
    CHECK(first.status == 200);
    CHECK(first.body == jpeg());
    CHECK(header_in(first, "Content-Type") == "image/jpeg");
    CHECK(header_in(first, "Content-Security-Policy") == "default-src 'none'; sandbox");
    CHECK(header_in(first, "Cache-Control").starts_with("private"));

    const auto reference =
        between(header_in(first, "Content-Disposition"), "filename=\"", "-1.jpg");
    CHECK(reference.starts_with("H-"));
    const auto for_mary = shop.look(ticket(reference), mary);
    CHECK(shows(for_mary, "Photo 1 of 2 that Ann sent"));
    const auto staffs = Studio::pictures_in(for_mary);
    REQUIRE(staffs.size() == 2);
    CHECK(shop.look(staffs[1], mary).body == jpeg("", 50));
}

TEST_CASE("a photo is shown to nobody without the link, the session or the form's token")
{
    Studio shop;
    shop.hires("Mary", core::Role::staff, "norwalk");
    const auto anna = shop.hires("Anna", core::Role::staff, "danbury");
    const auto token = shop.form_token();
    const auto sent =
        shop.sends({{"form_token", token}, {"likes", "Bread."}, {"branch", "norwalk"}}, {photo()});
    const auto link = header_in(sent, "Location");
    const auto own = shop.opens(link + "/photos/1");
    REQUIRE(own.status == 200);
    const auto reference = between(header_in(own, "Content-Disposition"), "filename=\"", "-1.jpg");

    auto forged = link;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    CHECK(shop.opens(forged + "/photos/1").status == 404);
    for (const auto* const number : {"0", "2", "-1", "1x", "x", "99999999999999999999"})
        CHECK(shop.opens(link + "/photos/" + number).status == 404);
    CHECK(shop.opens("/photos/" + token + "/1").status == 404); // It is no draft any more.
    CHECK(shop.opens("/staff/tickets/" + reference + "/photos/1").status == 303);
    CHECK(shop.look(ticket(reference) + "/photos/1", anna).status == 404);
}

TEST_CASE("a form with errors keeps its photos, and the next try takes them along")
{
    Studio shop;
    const auto token = shop.form_token();
    const auto page = shop.sends({{"form_token", token}, {"name", "Ann"}}, {photo(40), photo(50)});
    CHECK(page.status == 422);
    CHECK(shows(page, "2 photos are kept"));
    const auto kept = Studio::pictures_in(page);
    REQUIRE(kept.size() == 2);
    CHECK(shop.opens(kept[1]).body == jpeg("", 50));
    auto forged = kept[1];
    forged[10] = forged[10] == 'A' ? 'B' : 'A';
    CHECK(shop.opens(forged).status == 404);

    const auto sent =
        shop.sends({{"form_token", token}, {"likes", "Bread."}, {"leave_out", "1"}}, {photo(60)});
    REQUIRE(sent.status == 303);
    const auto link = header_in(sent, "Location");
    CHECK(shop.opens(link + "/photos/1").body == jpeg("", 50));
    CHECK(shop.opens(link + "/photos/2").body == jpeg("", 60));
    CHECK(shop.opens(link + "/photos/3").status == 404);
}

TEST_CASE("the same form sent twice is one ticket with its photos once")
{
    Studio shop;
    const Fields fields{{"form_token", shop.form_token()}, {"likes", "Bread."}};
    const auto first = header_in(shop.sends(fields, {photo()}), "Location");
    CHECK(header_in(shop.sends(fields, {photo()}), "Location") == first);
    CHECK(Studio::pictures_in(shop.opens(first)).size() == 1);
}

TEST_CASE("what is no photo is refused in words, and the words and the other photos stay")
{
    Studio shop;
    shop.house.photos.bytes_max = 1 << 20;
    File wrong;
    std::string says;
    SUBCASE("a drawing that can run programs")
    {
        wrong = {"logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"};
        says = "“logo.svg” is not a photo";
    }
    SUBCASE("a page that calls itself a photo")
    {
        wrong = {"photo.jpg", "<!doctype html><script>alert(1)</script>"};
        says = "“photo.jpg” is not a photo";
    }
    SUBCASE("an iPhone's own format")
    {
        wrong = {"IMG_1.HEIC", zeros(4) + "ftypheic" + zeros(16)};
        says = "format of iPhones";
    }
    SUBCASE("half a photo")
    {
        wrong = {"half.jpg", jpeg().substr(0, 100)};
        says = "did not arrive whole";
    }
    SUBCASE("a bomb")
    {
        wrong = {"bomb.png", png("", 60'000, 60'000)};
        says = "more pixels than we can show";
    }
    SUBCASE("too many bytes")
    {
        wrong = {"heavy.jpg", jpeg() + std::string(1 << 20, 'x')};
        says = "larger than 1 MB";
    }
    const auto page = shop.sends({{"form_token", shop.form_token()}, {"likes", "<Bread> & eggs."}},
                                 {photo(), wrong});
    CHECK(page.status == 422);
    CHECK(shows(page, says));
    CHECK(shows(page, "<a href=\"#photo\">"));
    CHECK(textarea_in(page.body, "likes") == "<Bread> & eggs.");
    CHECK(Studio::pictures_in(page).size() == 1);
    CHECK(page.body.find("<script") == std::string::npos);
}

TEST_CASE("a fourth photo is told, and sending once more takes the three")
{
    Studio shop;
    const Fields fields{{"form_token", shop.form_token()}, {"likes", "Bread."}};
    const auto page = shop.sends(fields, {photo(1), photo(2), photo(3), photo(4), photo(5)});
    CHECK(page.status == 422);
    CHECK(shows(page, "“IMG_4.jpg” is one photo too many"));
    CHECK(Studio::pictures_in(page).size() == 3);
    const auto sent = shop.sends(fields, {});
    CHECK(Studio::pictures_in(shop.opens(header_in(sent, "Location"))).size() == 3);
}

TEST_CASE("a form that was cut keeps its words and the photos that came whole")
{
    Studio shop;
    const auto page =
        shop.sends({{"form_token", shop.form_token()}, {"likes", "Bread."}}, {photo(40)}, true);
    CHECK(page.status == 413);
    CHECK(textarea_in(page.body, "likes") == "Bread.");
    CHECK(Studio::pictures_in(page).size() == 1);
}

TEST_CASE("without room for photos the words are taken in, and the page says so kindly")
{
    Studio shop;
    shop.house.photos = {.bytes_max = 1 << 20, .bytes_together_max = 10};
    const Fields blank{{"form_token", shop.form_token()}};
    CHECK(shows(shop.sends(blank, {photo()}), "We have no room for photos"));

    const auto sent =
        shop.sends({{"form_token", shop.form_token()}, {"likes", "Bread."}}, {photo()});
    REQUIRE(sent.status == 303);
    const auto page = shop.opens(header_in(sent, "Location"));
    CHECK(page.status == 200);
    CHECK(shows(page, "We had no room for the photos"));
    CHECK(shows(page, "Bread."));
    CHECK(Studio::pictures_in(page).empty());
}

TEST_CASE("whoever writes too often keeps words and photos")
{
    Studio shop{1};
    CHECK(shop.sends({{"form_token", shop.form_token()}, {"likes", "Bread."}}, {}).status == 303);
    const auto page =
        shop.sends({{"form_token", shop.form_token()}, {"likes", "Eggs."}}, {photo()});
    CHECK(page.status == 429);
    CHECK_FALSE(header_in(page, "Retry-After").empty());
    CHECK(Studio::pictures_in(page).size() == 1);
}

} // namespace heard::site
