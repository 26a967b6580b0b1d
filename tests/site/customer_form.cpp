#include "support/site_shop.hpp"

#include <doctest/doctest.h>

namespace heard::site {

TEST_CASE("the form asks three questions in the owner's name and promises an answer")
{
    SiteShop shop;
    const auto page = shop.get("/");
    CHECK(page.status == 200);
    for (const auto* const part :
         {"What do you like?", "What don&#39;t you like?", "What else would you like us to know?",
          "I&#39;d like to know.", "<b><bdi>Stew</bdi></b> · <bdi>Stew&#39;s Dairy</bdi>",
          "within 24 hours"})
        CHECK_MESSAGE(page.body.find(part) != std::string::npos, part);
    CHECK(header_in(page, "Cache-Control") == "private, no-cache");
}

TEST_CASE("the form works without scripts, cookies and inline styles")
{
    SiteShop shop;
    const auto page = shop.get("/");
    CHECK(page.body.find("<script>") == std::string::npos);
    CHECK(page.body.find("style=") == std::string::npos);
    CHECK(page.body.find("<style") == std::string::npos);
    CHECK(header_in(page, "Set-Cookie").empty());
}

TEST_CASE("each rendering of the form has a token of its own")
{
    SiteShop shop;
    CHECK(shop.form_token() != shop.form_token());
}

TEST_CASE("the owner's picture has an alternative in words; without one the initial stands there")
{
    SiteShop shop;
    CHECK(shop.get("/").body.find("aria-hidden=\"true\">S</span>") != std::string::npos);
    shop.photo = {"image/png", "not really", "d1"};
    CHECK(shop.get("/").body.find("alt=\"Picture of Stew Leonard\"") != std::string::npos);
}

TEST_CASE("an owner whose name is not written in Latin letters keeps a whole initial")
{
    SiteShop shop;
    shop.house.owner.name = "Şule Yılmaz";
    CHECK(shop.get("/").body.find(">Ş</span>") != std::string::npos);
}

TEST_CASE("a house that counts opening hours says so")
{
    SiteShop shop;
    shop.house.promise.opening_hours_only = true;
    shop.house.promise.respond_within = std::chrono::hours{8};
    CHECK(shop.get("/").body.find("8 hours of our opening hours") != std::string::npos);
}

TEST_CASE("a branch has its form")
{
    SiteShop shop;
    const auto page = shop.get("/b/norwalk");
    CHECK(page.status == 200);
    CHECK(value_in(page.body, "branch") == "norwalk");
    CHECK(page.body.find("Norwalk") != std::string::npos);
}

TEST_CASE("an unknown branch gets the plain form with a friendly word")
{
    SiteShop shop;
    const auto page = shop.get("/b/paris");
    CHECK(page.status == 404);
    CHECK(value_in(page.body, "branch").empty());
    CHECK(page.body.find("We do not know that branch") != std::string::npos);
    CHECK(page.body.find("paris") == std::string::npos);
}

TEST_CASE("an invoice link opens the form for that invoice, in any letter case")
{
    SiteShop shop;
    const auto link = *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-7");
    std::string lower = link;
    for (auto& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const auto& path : {"/F/" + link, "/f/" + lower, "/F/" + lower}) {
        const auto page = shop.get(path);
        CHECK(page.status == 200);
        CHECK(page.body.find("About your invoice INV-7") != std::string::npos);
        CHECK(!value_in(page.body, "link").empty());
    }
}

TEST_CASE("the link of a retired key opens the same form")
{
    SiteShop shop;
    const auto link = *auth::make_invoice_link(shop.house.invoice_keys[1], "INV-8");
    CHECK(shop.get("/F/" + link).body.find("About your invoice INV-8") != std::string::npos);
}

TEST_CASE("what a sentence leaves at the end of an invoice link does not spoil it")
{
    SiteShop shop;
    const auto path = "/F/" + *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-7");
    for (const auto* const tail : {".", ",", ")", "/", ").", "/.", "%29"}) {
        CAPTURE(tail);
        const auto page = shop.get(path + tail);
        CHECK(page.status == 200);
        CHECK(page.body.find("About your invoice INV-7") != std::string::npos);
        CHECK(path == "/F/" + value_in(page.body, "link"));
    }
}

TEST_CASE("a torn invoice link shows the plain form, wherever it was torn")
{
    SiteShop shop;
    for (const auto* const path :
         {"/F/", "/f/", "/F/A.B/C", "/f/a.b/", "/F//", "/F/...", "/F/%00"}) {
        CAPTURE(path);
        const auto page = shop.get(path);
        CHECK(page.status == 200);
        CHECK(page.body.find("We could not read that link") != std::string::npos);
        CHECK(value_in(page.body, "link").empty());
    }
    CHECK(shop.get("/Forms").status == 404);
    CHECK(shop.post("/F/A.B/C", {}).status == 404);
}

TEST_CASE("the code from an invoice can be typed at the foot of the plain form")
{
    SiteShop shop;
    const auto page = shop.get("/").body;
    CHECK(page.find("Do you have a code on your invoice?") != std::string::npos);
    CHECK(page.find("<details class=\"more\">") != std::string::npos);

    const auto link = *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-70");
    CHECK(shop.get("/F/" + link).body.find("name=\"code\"") == std::string::npos);
    SiteShop without_keys;
    without_keys.house.invoice_keys.clear();
    CHECK(without_keys.get("/").body.find("name=\"code\"") == std::string::npos);
}

TEST_CASE("a typed code leads to the form of its invoice, however it is typed")
{
    SiteShop shop;
    const auto link = *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-70");
    const auto mac = link.substr(link.rfind('.') + 1);
    const auto old = *auth::make_invoice_link(shop.house.invoice_keys[1], "INV-8");
    for (const auto& code : {link, "a inv-7O " + mac, "AINV-70" + mac, "x.example/f/" + link + "."})
        CHECK(header_in(shop.get_with("/F", {{"code", code}}), "Location") == "/F/" + link);
    CHECK(header_in(shop.get_with("/f", {{"code", link}}), "Location") == "/F/" + link);
    CHECK(header_in(shop.get_with("/F", {{"code", old}}), "Location") == "/F/" + old);
    shop.languages = {"en", "de"};
    CHECK(header_in(shop.get_with("/F", {{"lang", "de"}, {"code", link}}), "Location") ==
          "/F/" + link + "?lang=de");
    const auto by_hand = shop.get("/F/A%20inv-7o%20" + mac);
    CHECK(value_in(by_hand.body, "link") == link);
}

TEST_CASE("a code that nobody can read stays in its field, and the form takes words without it")
{
    SiteShop shop;
    const auto page = shop.get_with("/F", {{"code", "A.INV-7.<0000>"}});
    CHECK(page.status == 200);
    CHECK(page.body.find("We could not read that code") != std::string::npos);
    CHECK(page.body.find("<details class=\"more\" open>") != std::string::npos);
    CHECK(value_in(page.body, "code") == "A.INV-7.<0000>");
    CHECK(value_in(page.body, "link").empty());
    CHECK(shop.get_with("/F", {{"code", "\xFF\xFE"}}).status == 200);
    CHECK(header_in(shop.get_with("/F", {{"code", "  "}}), "Location") == "/");
    CHECK(header_in(shop.get("/F"), "Location") == "/");
}

TEST_CASE("a branch's address works in capitals, as it stands on its sign")
{
    SiteShop shop;
    CHECK(value_in(shop.get("/B/NORWALK").body, "branch") == "norwalk");
}

TEST_CASE("a wrong link shows the plain form with a friendly word, never an error wall")
{
    SiteShop shop;
    const auto page = shop.get("/F/A.INV-7.0000000000000000");
    CHECK(page.status == 200);
    CHECK(page.body.find("We could not read that link") != std::string::npos);
    CHECK(value_in(page.body, "link").empty());
    CHECK(page.body.find("INV-7") == std::string::npos);
}

} // namespace heard::site
