#include "site/language.hpp"

#include "support/site_shop.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

/// A shop that speaks English, German and Arabic, English first.
struct Polyglot : SiteShop
{
    explicit Polyglot(int submissions_per_hour = 0)
        : SiteShop{submissions_per_hour}
    {
        languages = {"en", "de", "ar"};
    }

    /// Writes on the form in German, and gives the path of the status page.
    std::string writes_in_german(Fields fields)
    {
        fields.emplace_back("form_token", form_token("/?lang=de"));
        return header_in(post("/submissions?lang=de", fields), "Location");
    }
};

std::string language_of(const http::Response& response)
{
    const auto said = header_in(response, "Content-Language");
    const auto tag = between(response.body, "<html lang=\"", "\"");
    return said == tag ? said : "header " + said + ", page " + tag;
}

bool has(const http::Response& response, std::string_view part)
{
    return response.body.find(part) != std::string::npos;
}

bool varies(const http::Response& response)
{
    return header_in(response, "Vary") == "Accept-Language";
}

} // namespace

TEST_CASE("the form speaks the language that was asked for, else the browser's, else the house's")
{
    Polyglot shop;
    CHECK(language_of(shop.get("/")) == "en");
    shop.accept_language = "tlh, de-AT;q=0.9, ar;q=0.5";
    CHECK(language_of(shop.get("/")) == "de");
    CHECK(language_of(shop.get("/b/norwalk")) == "de");
    CHECK(language_of(shop.get("/F/torn")) == "de");
    CHECK(language_of(shop.get("/?lang=ar")) == "ar");
    CHECK(language_of(shop.get("/?lang=AR-eg")) == "ar");
    CHECK(language_of(shop.get("/?lang=tlh")) == "de");
    CHECK(language_of(shop.get("/?lang=")) == "de");
    CHECK(has(shop.get("/"), text::Words::of("de").say("form.likes")));
}

TEST_CASE("a page that another browser would get in another language says so to caches")
{
    Polyglot shop;
    CHECK(varies(shop.get("/")));
    CHECK(varies(shop.get("/nowhere")));
    CHECK(varies(shop.get("/t/wrong")));
    CHECK_FALSE(varies(shop.get("/?lang=de")));
}

TEST_CASE("an Arabic page runs from right to left, and an English one does not")
{
    Polyglot shop;
    CHECK(has(shop.get("/?lang=ar"), "<html lang=\"ar\" dir=\"rtl\">"));
    CHECK(has(shop.get("/?lang=en"), "<html lang=\"en\" dir=\"ltr\">"));
}

TEST_CASE("every language is offered by its own name, on the same page")
{
    Polyglot shop;
    const auto page = shop.get("/?lang=de");
    CHECK(has(page, "<a href=\"?lang=en\" lang=\"en\" hreflang=\"en\" dir=\"ltr\">English</a>"));
    CHECK(has(page, "dir=\"ltr\" aria-current=\"true\">Deutsch</a>"));
    CHECK(has(page, "<a href=\"?lang=ar\" lang=\"ar\" hreflang=\"ar\" dir=\"rtl\">"));

    shop.languages = {"de"};
    CHECK_FALSE(has(shop.get("/"), "<nav class=\"languages\""));
}

TEST_CASE("a form that is given back speaks on, and has no link that would lose the words")
{
    Polyglot shop;
    CHECK(has(shop.get("/?lang=de"), "action=\"/submissions?lang=de\""));
    shop.accept_language = "ar";
    const auto page = shop.post("/submissions?lang=de", {{"name", "Ann"}});
    CHECK(page.status == 422);
    CHECK(language_of(page) == "de");
    CHECK_FALSE(has(page, "<nav class=\"languages\""));
}

TEST_CASE("refusals speak the customer's language")
{
    Polyglot shop{1};
    shop.accept_language = "de";
    CHECK(language_of(shop.get("/nowhere")) == "de");
    CHECK(language_of(shop.get("/t/wrong")) == "de");
    CHECK(language_of(shop.get("/submissions")) == "de");                                // 405
    CHECK(language_of(shop.post_body("/submissions", "text/plain", "x", true)) == "de"); // 413
    shop.writes_in_german({{"likes", "Käse"}});
    const auto wait =
        shop.post("/submissions?lang=ar", {{"likes", "x"}, {"form_token", shop.form_token()}});
    CHECK(wait.status == 429);
    CHECK(language_of(wait) == "ar");
    CHECK(has(wait, "أبقوا هذه الصفحة مفتوحة"));
    CHECK(has(wait, "بعد \u20685")); // 58 or 59 minutes.
}

TEST_CASE("a ticket keeps the language in which it was written")
{
    Polyglot shop;
    const auto path = shop.writes_in_german({{"likes", "Käse"}});
    shop.accept_language = "ar";
    const auto page = shop.get(path);
    CHECK(language_of(page) == "de");
    CHECK_FALSE(varies(page));
    CHECK(path.find('?') == path.npos);
}

TEST_CASE("whoever wants a status page in another language keeps it while they write")
{
    Polyglot shop;
    const auto path = shop.writes_in_german({{"likes", "Käse"}});
    const auto page = shop.get(path + "?lang=ar");
    CHECK(language_of(page) == "ar");
    CHECK(has(page, path + "/messages?lang=ar\""));
    CHECK(has(page, path + "/verdict?lang=ar\""));
    const auto sent = shop.post(path + "/messages?lang=ar", {{"text", "Noch etwas."}});
    CHECK(header_in(sent, "Location") == path + "?lang=ar");
    const auto refused = shop.post(path + "/messages", {{"text", ""}});
    CHECK(refused.status == 422);
    CHECK(language_of(refused) == "de");
    CHECK_FALSE(has(refused, "<nav class=\"languages\""));
}

TEST_CASE("a language that the house has given up leaves its tickets in the house's own")
{
    Polyglot shop;
    const auto path = shop.writes_in_german({{"likes", "Käse"}});
    shop.languages = {"en", "ar"};
    CHECK(language_of(shop.get(path)) == "en");
}

TEST_CASE("staff read the house's own language, whatever their browser wants")
{
    Polyglot shop;
    shop.accept_language = "ar";
    CHECK(between(shop.get("/staff/sign-in").body, "<html lang=\"", "\"") == "en");
}

TEST_CASE("who finds nothing reads it in their language, and can choose another one")
{
    Polyglot shop;
    shop.accept_language = "de";
    const auto lost = shop.get("/nothing-here");
    CHECK(lost.status == 404);
    CHECK(language_of(lost) == "de");
    CHECK(varies(lost));
    CHECK(has(lost, "<a href=\"?lang=ar\" lang=\"ar\""));

    const auto chosen = shop.get("/nothing-here?lang=ar");
    CHECK(language_of(chosen) == "ar");
    CHECK_FALSE(varies(chosen));
    CHECK(has(chosen, "<a href=\"/?lang=ar\">")); // And it stays so on the way home.

    const auto posted = shop.post("/nothing-here", {});
    CHECK(language_of(posted) == "de");
    CHECK_FALSE(has(posted, "hreflang")); // Such a link could not send it again.
}

TEST_CASE("of several problems each says what it is about, with the marks of its language")
{
    Polyglot shop;
    shop.languages = {"en", "fr"};
    const std::string endless(core::words_max + 1, 'a');
    const auto page = shop.post("/submissions?lang=fr", {{"likes", endless}, {"wishes", endless}});
    const auto words = text::Words::of("fr");
    CHECK(has(page, "<a href=\"#likes\">" + words.say("field.likes") + "\u00A0: "));
    CHECK(has(page, "<a href=\"#wishes\">" + words.say("field.wishes") + "\u00A0: "));
}

} // namespace heard::site
