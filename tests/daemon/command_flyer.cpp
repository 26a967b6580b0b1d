#include "daemon/command_flyer.hpp"

#include "daemon/captured_output.hpp"
#include "daemon/config_fixture.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/on_paper.hpp"
#include "text/assets.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::daemon;

namespace {

Config shop_settings()
{
    Config config;
    config.business_name = "Tom & Jerry's";
    config.owner_name = "Şule";
    config.base_url = "https://heard.example.com";
    config.branches = {{"market", "Market <Square>", ""}};
    return config;
}

std::string flyer_of(const Config& config, FlyerOptions options = {})
{
    options.out = "-";
    const test::CapturedOutput out{std::cout};
    REQUIRE(flyer_command(config, options) == exit_well);
    return out.text();
}

std::size_t count_of(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST_CASE("a flyer has the sign and eight cards, the three questions, the promise and the address")
{
    const auto page = flyer_of(shop_settings());
    CHECK(count_of(page, "<article class=\"card\">") == 8);
    for (const auto* const part :
         {"What do you like?", "What don&#39;t you like?", "What else would you like us to know?",
          "I promise you an answer within 24 hours.", "<span>heard.example.com</span>",
          "Tom &amp; Jerry&#39;s"}) {
        CAPTURE(part);
        CHECK(count_of(page, part) >= 9);
    }
    CHECK(page.contains("d=\"" + code_of("https://heard.example.com").path + "\""));
}

TEST_CASE("a branch has its own address and name on it")
{
    const auto page = flyer_of(shop_settings(), {.branch = "MARKET"});
    CHECK(page.contains("<span>/b/market</span>"));
    CHECK(page.contains("Market &lt;Square&gt;"));
    CHECK(page.contains("d=\"" + code_of("https://heard.example.com/b/market").path + "\""));
}

TEST_CASE("it speaks the shop's first language, or the one that was asked for")
{
    auto config = shop_settings();
    config.languages = {"de", "en"};
    CHECK(flyer_of(config).contains("Was gefällt Ihnen?"));
    const auto arabic = flyer_of(config, {.language = "ar"});
    CHECK(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"));
    CHECK(arabic.contains("ما الذي لا يعجبكم؟"));
}

TEST_CASE("the owner's picture is in it; without one the initial is")
{
    auto config = shop_settings();
    CHECK(flyer_of(config).contains(">Ş</text>"));
    const test::Folder folder;
    folder.write("owner.png", text::asset("static/demo-owner.png"));
    config.owner_photo.file = folder.path() / "owner.png";
    const auto page = flyer_of(config);
    CHECK(page.contains("href=\"data:image/jpeg;base64,/9j/"));
    CHECK_FALSE(page.contains("</text>"));
    CHECK(count_of(page, "data:") == 1);
}

TEST_CASE("a language or branch that is not there is wrong usage, and what is there is named")
{
    const test::CapturedOutput errors{std::cerr};
    CHECK(flyer_command(shop_settings(), {.language = "xx", .out = "-"}) == exit_usage);
    CHECK(flyer_command(shop_settings(), {.branch = "paris", .out = "-"}) == exit_usage);
    CHECK(errors.text().contains("--lang has no language \"xx\"; there is:"));
    CHECK(errors.text().contains("--branch has no branch \"paris\"; there is: market"));
}

TEST_CASE("whoever prints an address that opens on this computer only is told")
{
    auto config = shop_settings();
    config.base_url = "http://127.0.0.1:8080";
    const test::CapturedOutput errors{std::cerr};
    CHECK(flyer_of(config).contains("<span>127.0.0.1:8080</span>"));
    CHECK(errors.text().contains("set server.base_url before you print"));
}
