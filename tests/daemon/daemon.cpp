#include "daemon/daemon.hpp"

#include "daemon/running_daemon.hpp"
#include "storage/database.hpp"

#include <doctest/doctest.h>

#include <csignal>

using namespace heard;
using namespace heard::daemon;
using namespace heard::daemon::test;
using http::test::Client;
using http::test::comes_true;
using http::test::status_of;

namespace {

std::string path_in(const std::string& response)
{
    return site::between(response, "Location: ", "\r\n");
}

} // namespace

TEST_CASE("a daemon serves the form, takes what a customer says, and shows it with its promise")
{
    RunningDaemon shop;
    const auto form = shop.get("/");
    CHECK(form.find("Corner Shop") != std::string::npos);
    const SentForm sent{
        "/submissions",
        {{"form_token", site::value_in(form, "form_token")}, {"dislikes", "Cold soup."}}};
    const auto taken = shop.ask(sent.head + sent.body);
    REQUIRE(status_of(taken) == 303);
    CHECK(shop.get(path_in(taken)).find("Cold soup.") != std::string::npos);
    CHECK(shop.get("/readyz") == "{\"ready\":true,\"issues\":[]}\n");
    CHECK(shop.end() == 0);
    CHECK(shop.log.says("event=ready"));
    CHECK(shop.log.says("event=stopped exit_code=0"));
    CHECK_FALSE(shop.log.says("soup"));
}

TEST_CASE("what was said is there after a restart, behind the same link")
{
    RunningDaemon shop;
    const SentForm sent{"/submissions", {{"likes", "The bread."}}};
    const auto path = path_in(shop.ask(sent.head + sent.body));
    REQUIRE(path.starts_with("/t/"));
    shop.end();
    shop.start();
    CHECK(shop.get(path).find("The bread.") != std::string::npos);
}

TEST_CASE("the customer's letter lies in the folder soon after")
{
    RunningDaemon shop{"[mail]\ntransport = \"folder\"\nfolder = \"mail\"\n"};
    const auto token = shop.form_token();
    const SentForm sent{
        "/submissions",
        {{"form_token", token}, {"likes", "The bread."}, {"contact", "lea@example.com"}}};
    REQUIRE(status_of(shop.ask(sent.head + sent.body)) == 303);
    const auto letters = shop.folder.path() / "mail/new";
    CHECK(comes_true(
        [&] { return std::filesystem::exists(letters) && !std::filesystem::is_empty(letters); }));
}

TEST_CASE("every response of any status carries the headers that protect the page")
{
    RunningDaemon shop;
    for (const auto& request :
         {http::test::get("/"), http::test::get("/nowhere"), std::string{"nonsense\r\n\r\n"}}) {
        const auto response = shop.ask(request);
        INFO(response);
        CHECK(response.find("Content-Security-Policy: default-src 'none';") != std::string::npos);
        CHECK(response.find("unsafe-") == std::string::npos);
        CHECK(response.find("X-Content-Type-Options: nosniff") != std::string::npos);
        CHECK(response.find("Referrer-Policy: no-referrer") != std::string::npos);
    }
}

TEST_CASE("a port in use is named")
{
    RunningDaemon shop;
    const auto where = "127.0.0.1:" + std::to_string(shop.port());
    CHECK_THROWS_WITH_AS(RunningDaemon("", where), doctest::Contains(where.c_str()),
                         std::runtime_error);
}

TEST_CASE("a database of a newer program is refused, and not touched")
{
    const test::Folder folder;
    const auto file = folder.path() / "heard.db";
    {
        storage::Database database{file, storage::Access::write};
        database.execute("pragma user_version = 999");
    }
    const auto settings = "[storage]\npath = \"" + file.string() + "\"\n";
    auto config = folder.check(settings).config;
    config.listen = {"127.0.0.1:0"};
    const time::SystemClock clock;
    auth::SystemEntropy entropy;
    const Log log{clock};
    CHECK_THROWS_WITH_AS((Daemon{config, "", {clock, entropy, log}}), doctest::Contains("newer"),
                         std::runtime_error);
}

TEST_CASE("a submission under way when the daemon stops is answered; then nobody is let in")
{
    RunningDaemon shop;
    const auto token = shop.form_token();
    const SentForm sent{"/submissions",
                        {{"form_token", token}, {"wishes", "Longer hours."}},
                        "Expect: 100-continue\r\n"};
    Client customer{shop.port()};
    customer.send(sent.head);
    // The server has read the head, so the request is under way.
    REQUIRE(status_of(customer.response(true)) == 100);
    shop.daemon->stop();
    REQUIRE(comes_true([&] { return shop.log.says("event=stopping"); }));
    CHECK_THROWS(Client{shop.port()});
    customer.send(sent.body);
    const auto answer = customer.response();
    CHECK(status_of(answer) == 303);
    CHECK(customer.ended());
    CHECK(shop.end() == 0);

    storage::Database database{shop.folder.path() / "heard.db", storage::Access::read};
    auto query = database.prepare("select 1 from submission where wishes = 'Longer hours.'");
    CHECK(query.all([](storage::Row&) { return true; }).size() == 1);
}

TEST_CASE("new settings hold as a whole or not at all")
{
    RunningDaemon shop;
    REQUIRE(comes_true([&] { return shop.log.says("event=ready"); }));
    shop.folder.write(
        "heard.toml",
        whole("[business]\nname = \"New Shop\"\n[promise]\nrespond_within = \"soon\"\n"));
    std::raise(SIGHUP);
    REQUIRE(comes_true([&] { return shop.log.says("event=reload_refused"); }));
    CHECK(shop.log.says("heard.toml:4:"));
    CHECK(shop.get("/").find("Corner Shop") != std::string::npos);

    shop.folder.write("heard.toml", whole("[business]\nname = \"New Shop\"\n"));
    std::raise(SIGHUP);
    REQUIRE(comes_true([&] { return shop.log.says("event=reloaded"); }));
    CHECK(shop.get("/").find("New Shop") != std::string::npos);
    CHECK(shop.log.says("event=restart_needed"));
}

TEST_CASE("a daemon that is stopped before it runs ends at once")
{
    RunningDaemon shop;
    shop.end();
    const auto config = read_config(shop.folder.path() / "heard.toml").config;
    const time::SystemClock clock;
    auth::SystemEntropy entropy;
    const Log log{clock};
    Daemon again{config, shop.folder.path() / "heard.toml", {clock, entropy, log}};
    again.stop();
    CHECK(again.run() == 0);
}

TEST_CASE("SIGTERM ends the daemon with 0")
{
    RunningDaemon shop;
    REQUIRE(comes_true([&] { return shop.log.says("event=ready"); }));
    std::raise(SIGTERM);
    REQUIRE(comes_true([&] { return shop.log.says("event=stopped exit_code=0"); }));
    CHECK(shop.end() == 0);
}
