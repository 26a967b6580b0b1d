#include "mail/smtp_courier.hpp"

#include "mail/smtp_server.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

using namespace heard::mail;
using namespace std::chrono_literals;

namespace {

Parcel parcel(std::string mime = "Subject: hi\r\n\r\nhello\r\n")
{
    return {"hello@shoes.example", "jane@example.com", "<r1@shoes.example>", std::move(mime)};
}

SmtpOptions options_for(const std::string& url)
{
    SmtpOptions options{.relay = url};
    options.helo = "shop.example";
    options.connect_within = 5s;
    options.deliver_within = 10s;
    return options;
}

Delivery deliver_by(const SmtpServer& server, const Parcel& letter = parcel())
{
    return SmtpCourier{options_for(server.url())}.deliver(letter);
}

/// The verdict of a server that goes by this script.
Delivery deliver_to(Script script)
{
    const SmtpServer server{std::move(script)};
    return deliver_by(server);
}

/// Delivers with little patience, and says how long it took.
std::chrono::milliseconds patience_with(Script script, Delivery& delivery)
{
    const SmtpServer server{std::move(script)};
    auto options = options_for(server.url());
    options.connect_within = 150ms;
    options.deliver_within = 250ms;
    const auto start = std::chrono::steady_clock::now();
    delivery = SmtpCourier{options}.deliver(parcel());
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start);
}

const std::string offer_of_plain = "250-scripted\r\n250 AUTH PLAIN";
const std::string plain_secret = "AGphbmUAc2VjcmV0"; // RFC 4616: NUL jane NUL secret, in base64.

SmtpOptions signing_in_at(const SmtpServer& server)
{
    auto options = options_for(server.url());
    options.user = "jane";
    options.password = "secret";
    return options;
}

const std::vector<std::string> steps{"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."};

} // namespace

TEST_CASE("a letter goes to the relay with its addresses and our name")
{
    const SmtpServer server{{}};
    const auto delivery = deliver_by(server);
    CHECK(delivery.verdict == Verdict::delivered);
    CHECK(delivery.detail == "250 2.0.0 queued as 1");
    CHECK(server.commands() ==
          std::vector<std::string>{"EHLO shop.example", "MAIL FROM:<hello@shoes.example>",
                                   "RCPT TO:<jane@example.com>", "DATA", "QUIT"});
    CHECK(server.content() == "Subject: hi\r\n\r\nhello\r\n");
}

TEST_CASE("4xx at any stage is later")
{
    const std::string busy = "451 4.3.0 try again";
    for (const auto& step : steps) {
        // Without EHLO libcurl tries HELO.
        const auto delivery = deliver_to({{step, busy}, {"HELO", busy}});
        CHECK_MESSAGE(delivery.verdict == Verdict::later, step);
        CHECK(delivery.detail == busy);
    }
}

TEST_CASE("5xx is never where it is about the letter, later where it is about the server")
{
    for (const auto& step : {"MAIL", "RCPT", "DATA", "."}) {
        const auto delivery = deliver_to({{step, "550 5.1.1 no such user"}});
        CHECK_MESSAGE(delivery.verdict == Verdict::never, step);
        CHECK(delivery.detail == "550 5.1.1 no such user");
    }
    CHECK(deliver_to({{"CONNECT", "554 5.7.1 go away"}}).verdict == Verdict::later);
    CHECK(deliver_to({{"EHLO", "550 no"}, {"HELO", "550 5.7.1 no"}}).verdict == Verdict::later);
}

TEST_CASE("a server that hangs up at any stage before the last word is for later")
{
    for (const auto& step : steps) {
        const auto delivery = deliver_to({{step, hang_up}});
        CHECK_MESSAGE(delivery.verdict == Verdict::later, step);
        CHECK(delivery.detail.starts_with("connection lost"));
    }
}

TEST_CASE("an accepted letter is delivered, however the server takes leave")
{
    CHECK(deliver_to({{"QUIT", hang_up}}).verdict == Verdict::delivered);
    CHECK(deliver_to({{"QUIT", "500 5.5.2 what?"}}).verdict == Verdict::delivered);
}

TEST_CASE("a refused letter stays refused when the server hangs up over it")
{
    CHECK(deliver_to({{"RCPT", "550 5.1.1 no such user"}, {"QUIT", hang_up}}).verdict ==
          Verdict::never);
}

TEST_CASE("an old server that knows only HELO gets the letter")
{
    CHECK(deliver_to({{"EHLO", "502 what?"}}).verdict == Verdict::delivered);
}

TEST_CASE("nobody listening is for later")
{
    const auto delivery = SmtpCourier{options_for(url_of_nobody())}.deliver(parcel());
    CHECK(delivery.verdict == Verdict::later);
    CHECK(delivery.detail == "Connection refused");
}

TEST_CASE("a relay whose name does not exist is for later")
{
    const auto delivery = SmtpCourier{options_for("smtp://relay.invalid:25")}.deliver(parcel());
    CHECK(delivery.verdict == Verdict::later);
    CHECK(delivery.detail == "Could not resolve host: relay.invalid");
}

/// Asks to stop once the server, silent at `step`, has come so far as `reached` says.
Delivery stopped_at(const std::string& step, bool (*reached)(const SmtpServer&))
{
    const SmtpServer server{{{step, keep_silent}}};
    std::stop_source stop;
    auto options = options_for(server.url());
    options.deliver_within = 4s;
    options.stop = stop.get_token();
    const std::jthread stopping{[&](const std::stop_token& given_up) {
        while (!reached(server) && !given_up.stop_requested())
            std::this_thread::sleep_for(1ms);
        stop.request_stop();
    }};
    return SmtpCourier{options}.deliver(parcel());
}

TEST_CASE("whoever stops does not wait for a silent server, but for the last word on a letter")
{
    const auto before_the_letter =
        stopped_at("RCPT", [](const SmtpServer& server) { return server.commands().size() >= 3; });
    CHECK(before_the_letter.verdict == Verdict::later);
    CHECK(before_the_letter.detail.find("we are stopping") != std::string::npos);
    // The server has every byte and may have kept it: only its own silence ends this.
    const auto after_the_letter =
        stopped_at(".", [](const SmtpServer& server) { return !server.content().empty(); });
    CHECK(after_the_letter.detail.find("timed out") != std::string::npos);
}

TEST_CASE("a silent server holds the courier no longer than its patience")
{
    for (const auto& step : steps) {
        Delivery delivery;
        CHECK_MESSAGE(patience_with({{step, keep_silent}}, delivery) < 3s, step);
        CHECK_MESSAGE(delivery.verdict == Verdict::later, step);
        CHECK(delivery.detail.starts_with("timed out"));
    }
}

TEST_CASE("a server that drips or floods holds the courier no longer than its patience")
{
    for (const auto& how : {drip, flood}) {
        for (const auto& step : {"CONNECT", "RCPT", "."}) {
            Delivery delivery;
            CHECK_MESSAGE(patience_with({{step, how}}, delivery) < 3s, step, how);
            CHECK(delivery.verdict != Verdict::never);
        }
    }
}

TEST_CASE("a farewell that never comes is not waited for longer than a second")
{
    Delivery delivery;
    const auto took = patience_with({{"QUIT", keep_silent}}, delivery);
    CHECK(delivery.verdict == Verdict::delivered);
    CHECK(took < 3s);
}

TEST_CASE("a greeting of a thousand lines is a greeting")
{
    std::string greeting;
    for (int i = 0; i < 1000; ++i)
        greeting += "220-welcome to a very talkative server\r\n";
    CHECK(deliver_to({{"CONNECT", greeting + "220 ready"}}).verdict == Verdict::delivered);
}

TEST_CASE("a reply of many lines and odd bytes becomes one plain line")
{
    const auto delivery =
        deliver_to({{"RCPT", "550-5.1.1 <jane@example.com>\r\n550 \x1B[1mgone\xFF"}});
    CHECK(delivery.verdict == Verdict::never);
    CHECK(delivery.detail == "550 5.1.1 (address) ?[1mgone?");
}

TEST_CASE("dots at the start of a line arrive as they were")
{
    const SmtpServer server{{}};
    CHECK(deliver_by(server, parcel(".first\r\n\r\n.\r\n..\r\nend\r\n")).verdict ==
          Verdict::delivered);
    CHECK(server.content() == "..first\r\n\r\n..\r\n...\r\nend\r\n");
}

TEST_CASE("a large letter arrives whole")
{
    const SmtpServer server{{}};
    std::string mime = "Subject: big\r\n\r\n";
    for (int i = 0; i < 40'000; ++i)
        mime += "All of this was said by one customer.\r\n";
    CHECK(deliver_by(server, parcel(mime)).verdict == Verdict::delivered);
    const bool whole = server.content() == mime;
    CHECK(whole);
}

TEST_CASE("an address that is none never reaches the wire")
{
    const SmtpServer server{{}};
    auto letter = parcel();
    for (const std::string email : {"", "jane", "jane@example.com>\r\nRCPT TO:<thief@example.com",
                                    "jane@example.com\r\nDATA", "a@b c@d"}) {
        letter.to_email = email;
        CHECK(deliver_by(server, letter).verdict == Verdict::never);
        CHECK(deliver_by(server, {email, "jane@example.com", "<x@y>", "\r\n"}).verdict ==
              Verdict::never);
    }
    CHECK(server.commands().empty());
}

TEST_CASE("with a user the courier signs in")
{
    const SmtpServer server{
        {{"EHLO", offer_of_plain}, {"AUTH", "334 "}, {plain_secret, "235 2.7.0 welcome"}}};
    CHECK(SmtpCourier{signing_in_at(server)}.deliver(parcel()).verdict == Verdict::delivered);
    CHECK(std::ranges::count(server.commands(), plain_secret) == 1);
}

TEST_CASE("a refused sign-in, or none on offer, is the settings' fault: later")
{
    const Script refused{
        {"EHLO", offer_of_plain}, {"AUTH", "334 "}, {plain_secret, "535 5.7.8 wrong password"}};
    const Script not_offered{{"RCPT", "554 5.7.1 relay access denied"}};
    for (const auto& script : {refused, not_offered}) {
        const SmtpServer server{script};
        const auto delivery = SmtpCourier{signing_in_at(server)}.deliver(parcel());
        CHECK(delivery.verdict == Verdict::later);
        CHECK(delivery.detail.find("5.7.") != std::string::npos);
    }
}

TEST_CASE("where TLS is a must, a relay without it gets neither letter nor password")
{
    const SmtpServer server{{{"EHLO", offer_of_plain}}};
    auto options = signing_in_at(server);
    options.tls = SmtpOptions::Tls::always;
    CHECK(SmtpCourier{options}.deliver(parcel()).verdict == Verdict::later);
    for (const auto& command : server.commands()) {
        const bool harmless = command.starts_with("EHLO") || command == "QUIT";
        CHECK_MESSAGE(harmless, command);
    }
}

TEST_CASE("several couriers at once each get their own verdict")
{
    const SmtpServer good{{}};
    const SmtpServer bad{{{"RCPT", "550 5.1.1 no such user"}}};
    SmtpCourier to_good{options_for(good.url())};
    SmtpCourier to_bad{options_for(bad.url())};
    std::atomic<int> right{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i) {
                right += to_good.deliver(parcel()).verdict == Verdict::delivered;
                right += to_bad.deliver(parcel()).verdict == Verdict::never;
            }
        });
    }
    threads.clear();
    CHECK(right == 40);
}

TEST_CASE("settings that cannot work are refused with what to write instead")
{
    const auto problem = [](SmtpOptions options) { return problem_with(options).value_or(""); };
    CHECK(problem({.relay = "smtp://127.0.0.1:25"}) == "");
    CHECK(problem({.relay = "smtps://mail.example.com"}) == "");
    CHECK(problem({.relay = "mail.example.com"}) ==
          "mail.relay is smtp://host:port or smtps://host:port");
    CHECK(problem({.relay = "http://mail.example.com"}) != "");
    CHECK(problem({.relay = "smtp://"}) != "");
    CHECK(problem({.relay = "smtp://host:99999"}) != "");
    CHECK(problem({.relay = "smtp://jane:secret@host"}) != "");
    CHECK(problem({.relay = "smtp://host/path"}) != "");
    CHECK(problem({.relay = "smtp://host", .helo = "a\r\nb"}) != "");
    CHECK(problem({.relay = "smtp://host", .password = "x"}) != "");
    CHECK_THROWS_AS(SmtpCourier{SmtpOptions{.relay = "nonsense"}}, std::invalid_argument);
}
