#include "daemon/config.hpp"

#include "tests/daemon/config_fixture.hpp"
#include "text/assets.hpp"
#include "text/utf8.hpp"

#include <doctest/doctest.h>

namespace {

using namespace heard;
using namespace heard::daemon;
using namespace heard::daemon::test;
using namespace std::chrono_literals;

const std::filesystem::path sample = SAMPLE_SETTINGS;

Checked check(const std::string& settings)
{
    return parse_config(whole(settings), "heard.toml");
}

/// A mistake in the settings, its place as `line:column`, and a piece of what is said about it.
struct Mistake
{
    const char* settings;
    const char* place;
    const char* says;
};

void check_each(std::initializer_list<Mistake> mistakes)
{
    for (const auto& mistake : mistakes) {
        CAPTURE(mistake.settings);
        const auto found = problems(check(mistake.settings));
        const auto lines = to_lines(found);
        CAPTURE(lines);
        CHECK(found.size() == 1);
        CHECK(lines.starts_with("heard.toml:" + std::string(mistake.place) + ": "));
        CHECK(lines.contains(mistake.says));
    }
}

/// The one line that is said about `settings` as a warning, or all of them.
std::string warning_about(const std::string& settings)
{
    return to_lines(warnings(check(settings)));
}

/// The sample with every commented setting switched on: `#key = ...`, not `# words`.
std::string sample_with_everything()
{
    std::ifstream file(sample);
    std::string text, line;
    while (std::getline(file, line)) {
        const bool is_setting = line.size() > 1 && line[0] == '#' && line[1] != ' ';
        text += line.substr(is_setting ? 1 : 0) + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("three lines are enough, and everything else has its default")
{
    const auto checked = check("");
    CAPTURE(to_lines(checked.findings));
    CHECK(checked.good());

    const auto& config = checked.config;
    CHECK(config.business_name == "Corner Shop");
    CHECK(config.owner_email == "anna@example.com");
    CHECK(config.base_url == "http://localhost:8080");
    CHECK(config.zone.name() == "UTC");
    CHECK(config.languages == text::languages());
    CHECK(config.languages.front() == "en");
    CHECK(config.listen == std::vector<std::string>{"127.0.0.1:8080"});
    CHECK(config.database == "/var/lib/heard/heard.db");
    CHECK(config.promise.respond_within == 24h);
    CHECK_FALSE(config.promise.opening_hours_only);
    CHECK(config.transport == Transport::folder);
    CHECK(config.mail_from_name == "Corner Shop");
    CHECK(config.mail_from_email == "anna@example.com");
    CHECK(config.limits.body_bytes == 32 << 20);
}

TEST_CASE("a shop without a ladder gets one that warns staff, tells the owner, and goes on by day")
{
    const auto ladder = check("[business]\nname = \"Corner Shop\"\ntime_zone = \"Europe/Berlin\"")
                            .config.ladder.rungs;
    REQUIRE(ladder.size() == 3);
    CHECK(ladder[0].at == -4h);
    CHECK(ladder[0].to == std::vector<core::Recipient>{{core::RecipientKind::assignee, ""},
                                                       {core::RecipientKind::staff, ""}});
    CHECK(ladder[1].at == 0h);
    CHECK(ladder[1].to == std::vector<core::Recipient>{{core::RecipientKind::owner, ""}});
    CHECK(ladder[2].at == 2h);
    CHECK(ladder[2].every == 4h);
    CHECK(ladder[2].quiet.spans == std::vector<time::DailySpan>{{22h, 7h}});
    CHECK(ladder[2].quiet.zone.name() == "Europe/Berlin");
}

TEST_CASE("every setting arrives where it belongs")
{
    const auto checked = check(R"(
        [business]
        name = "Corner Shop"
        time_zone = "Europe/Berlin"
        phone = "+49 30 5550100"
        [owner]
        name = "Anna"
        email = "anna@example.com"
        daily_at = "06:45"
        [[branch]]
        code = "main-street"
        name = "Main Street"
        manager_email = "max@example.com"
        [server]
        base_url = "https://heard.example.com/"
        listen = ["127.0.0.1:8081", "[::1]:8081"]
        metrics_listen = "127.0.0.1:9090"
        trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
        [storage]
        path = "heard.db"
        [promise]
        respond_within = "8h"
        clock = "opening-hours"
        longest_hold = "7d"
        [staff]
        undo_for = "45s"
        [hours]
        mon = ["13:30-17:00", "09:00-12:30"]
        sat = ["18:00-02:00"]
        closed = ["2026-12-25"]
        [[ladder]]
        at = "2h"
        to = ["manager", "deputy@example.com"]
        every = "1h"
        quiet = ["22:00-07:00"]
        [[ladder]]
        at = "0s"
        to = "owner"
        [mail]
        transport = "smtp"
        folder = "letters"
        relay = "smtps://mail.example.com:465"
        from = "Corner Shop <hello@example.com>"
        tls = "always"
        [alarm]
        after = "90s"
        relay = "smtps://mail.example.net:465"
        tls = "never"
        webhook = "https://ntfy.example.com/heard?m=1"
        [limits]
        body_bytes = 65536
        connections = 100
        head_time = "5s"
        letter_time = "60s")");
    CAPTURE(to_lines(checked.findings));
    CHECK(checked.good());

    const auto& config = checked.config;
    CHECK(config.phone == "+49 30 5550100");
    CHECK(config.owner_name == "Anna");
    REQUIRE(config.branches.size() == 1);
    CHECK(config.branches[0].code == "main-street");
    CHECK(config.branches[0].manager_email == "max@example.com");
    CHECK(config.base_url == "https://heard.example.com");
    CHECK(config.listen == std::vector<std::string>{"127.0.0.1:8081", "[::1]:8081"});
    CHECK(config.metrics_listen == "127.0.0.1:9090");
    CHECK(config.trusted_proxies.size() == 2);
    CHECK(config.promise.respond_within == 8h);
    CHECK(config.promise.opening_hours_only);
    CHECK(config.promise.longest_hold == 7 * 24h);
    CHECK(config.undo_for == 45s);
    CHECK(config.promise.hours.zone.name() == "Europe/Berlin");
    CHECK(config.promise.hours.days[1].front() == time::DailySpan{9h, 12h + 30min});
    CHECK(config.promise.hours.days[6].size() == 1);
    CHECK(config.promise.hours.closed.size() == 1);
    CHECK(config.transport == Transport::smtp);
    CHECK(config.mail_from_name == "Corner Shop");
    CHECK(config.mail_from_email == "hello@example.com");
    CHECK(config.smtp.relay == "smtps://mail.example.com:465");
    CHECK(config.smtp.tls == mail::SmtpOptions::Tls::always);
    CHECK(config.limits.body_bytes == 65536);
    CHECK(config.limits.head_time == 5s);
    CHECK(config.limits.letter_time == 60s);
    CHECK(config.daily_at == 6h + 45min);
    CHECK(config.alarm.after == 90s);
    CHECK(config.alarm.smtp.relay == "smtps://mail.example.net:465");
    CHECK(config.alarm.smtp.tls == mail::SmtpOptions::Tls::never);
    CHECK(config.alarm.webhook == "https://ntfy.example.com/heard?m=1");

    REQUIRE(config.ladder.rungs.size() == 2);
    CHECK(config.ladder.rungs[0].at == 0h);
    CHECK(config.ladder.rungs[1].every == 1h);
    CHECK(config.ladder.rungs[1].to[1].address == "deputy@example.com");
}

TEST_CASE("what is missing is shown with the line to add")
{
    const auto checked = parse_config("", "heard.toml");
    CHECK(to_lines(problems(checked)) ==
          "heard.toml:1:1: `name` is missing; add below [business]: name = \"Corner Shop\"\n"
          "heard.toml:1:1: `email` is missing; add below [owner]: email = \"anna@example.com\"\n"
          "heard.toml:1:1: `base_url` is missing; add below [server]: "
          "base_url = \"https://heard.example.com\"\n");
    check_each({
        {"[owner]\nname = \"Anna\"", "1:1", "add below [owner]: email = "},
        {"[[branch]]\ncode = \"a\"", "1:1", "add below [[branch]]: name = "},
        {"[[branch]]\nname = \"A\"", "1:1", "add below [[branch]]: code = "},
        {"[[ladder]]\nto = [\"owner\"]", "1:1", "add below [[ladder]]: at = "},
        {"[[ladder]]\nat = \"0s\"", "1:1", "add below [[ladder]]: to = "},
        {"[[invoice_links.key]]\nid = \"A\"", "1:1",
         "add below [[invoice_links.key]]: secret_file = "},
    });
}

TEST_CASE("an unknown table or key is a problem, with the nearest known one")
{
    check_each({
        {"[promisse]", "1:2", "did you mean `promise`?"},
        {"colour = \"red\"", "1:1", "`colour` is not known here; known are: business, owner"},
        {"[promise]\nrespond_witin = \"1h\"", "2:1",
         "`respond_witin` is not known in [promise]; did you mean `respond_within`?"},
        {"[[branch]]\ncode = \"a\"\nname = \"A\"\n  manger_email = \"m@example.com\"", "4:3",
         "did you mean `manager_email`?"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\nevry = \"1h\"", "4:1",
         "not known in [[ladder]]; did you mean `every`?"},
        {"[invoice_links]\nkeys = 1", "2:1", "did you mean `key`?"},
        {"[limits]\nconections = 5", "2:1", "did you mean `connections`?"},
        {"[hours]\nmonday = [\"09:00-17:00\"]", "2:1", "known are: sun, mon, tue"},
    });
}

TEST_CASE("a value of the wrong type is told what to write")
{
    check_each({
        {"[business]\nname = 5", "2:8", "`name`: this is a number; write text in quotes"},
        {"[promise]\nrespond_within = 24", "2:18", "this is a number; write text in quotes"},
        {"[business]\nname = \"A\"\nlanguages = 1", "3:13", "write a list of texts"},
        {"[hours]\nclosed = [2026-12-25]", "2:11",
         "a date without quotes; write each one in quotes"},
        {"[limits]\nconnections = \"many\"", "2:15", "write a whole number without quotes"},
        {"[limits]\nconnections = 1.5", "2:15", "a number with a fraction"},
        {"[branch]\ncode = \"a\"", "1:1", "write [[branch]] with two brackets"},
        {"[[promise]]\nclock = \"always\"", "1:1", "this is a list; write [promise] on a line"},
        {"mail = 5", "1:8", "this is a number; write [mail] on a line of its own"},
        {"ladder = [5]", "1:11", "write [[ladder]]"},
    });
}

TEST_CASE("a text that means nothing is told what to write instead")
{
    check_each({
        {"[business]\nname = \"  \"", "2:8", "there is nothing in the quotes"},
        {"[business]\nname = \"A\\nB\"", "2:8", "without line breaks"},
        {"[business]\nname = \"A\"\ntime_zone = \"Berlin\"", "3:13",
         "\"Berlin\" is not a time zone; write an IANA name such as \"Europe/Berlin\""},
        {"[business]\nname = \"A\"\nlanguages = [\"en\", \"tlh\"]", "3:20",
         "\"tlh\" is not a language that we have words for; write \"en\" or \"de\""},
        {"[business]\nname = \"A\"\nlanguages = [\"de\", \"en\", \"de\"]", "3:13",
         "\"de\" is there twice; write it once"},
        {"[business]\nname = \"A\"\nlanguages = []", "3:13", "write at least one"},
        {"[owner]\nemail = \"anna\"", "2:9",
         "\"anna\" is not an e-mail address; write one such as \"anna@example.com\""},
        {"[[branch]]\ncode = \"Main Street\"\nname = \"A\"", "2:8", "1 to 32 of a-z, 0-9 and -"},
        {"[[branch]]\ncode = \"a\"\nname = \"A\"\nmanager_email = \"max@\"", "4:17",
         "is not an e-mail address"},
        {"[storage]\npath = \"\"", "2:8", "is not a path"},
        {"[promise]\nrespond_within = \"24 hours\"", "2:18",
         "\"24 hours\" is not a duration; write a whole number and one of s, m, h, d"},
        {"[promise]\nrespond_within = \"0s\"", "2:18", "write a duration from 1s to 30d"},
        {"[promise]\nrespond_within = \"-1h\"", "2:18", "out of range"},
        {"[promise]\nrespond_within = \"31d\"", "2:18", "out of range"},
        {"[promise]\nlongest_hold = \"2y\"", "2:16", "is not a duration"},
        {"[staff]\nundo_for = \"61s\"", "2:12", "write a duration from 0s to 1m"},
        {"[promise]\nclock = \"office\"", "2:9",
         "\"office\" is not known here; write \"always\" or \"opening-hours\""},
        {"[mail]\ntransport = \"sendmail\"", "2:13", "write \"folder\" or \"smtp\""},
        {"[mail]\ntls = \"yes\"", "2:7", "\"never\" or \"when-offered\" or \"always\""},
        {"[mail]\nfrom = \"Corner Shop\"", "2:8", "is not a sender"},
        {"[mail]\nrelay = \"mail.example.com\"", "2:9", "\"smtp://mail.example.com:587\""},
        {"[mail]\nca_file = \"missing.pem\"", "2:11", "cannot be read"},
        {"[owner]\nemail = \"a@example.com\"\ndaily_at = \"7:30\"", "3:12",
         "\"7:30\" is not a time of day; write hours and minutes with two digits"},
        {"[owner]\nemail = \"a@example.com\"\ndaily_at = \"24:00\"", "3:12", "\"07:30\""},
        {"[alarm]\nafter = \"0s\"", "2:9", "write a duration from 1s to 24h"},
        {"[alarm]\nrelay = \"mail.example.net\"", "2:9", "\"smtp://mail.example.com:587\""},
        {"[alarm]\nwebhok = \"https://example.com\"", "2:1", "did you mean `webhook`?"},
        {"[alarm]\nwebhook_file = \"missing\"", "2:16", "cannot be read"},
        {"[alarm]\ntls = \"yes\"", "2:7", "\"never\" or \"when-offered\" or \"always\""},
        {"[limits]\nletter_time = \"2h\"", "2:15", "write a duration from 1s to 1h"},
        {"[limits]\nconnections = 0", "2:15", "0 is out of range; write a number from 1 to"},
        {"[limits]\nhead_time = \"2h\"", "2:13", "write a duration from 1s to 1h"},
    });
}

TEST_CASE("addresses of the network are checked")
{
    const auto server = [](const std::string& line) {
        return "[server]\nbase_url = \"http://localhost\"\n" + line;
    };
    for (const auto* url : {"heard.example.com", "ftp://example.com", "https://", "https://a b",
                            "https://example.com/heard", "https://example.com:0", "https://-a.com",
                            "https://example.com?x", "https://example.com:65536", "https://[::1"}) {
        CAPTURE(url);
        const auto lines =
            to_lines(problems(check("[server]\nbase_url = \"" + std::string(url) + "\"")));
        CHECK(lines.starts_with("heard.toml:2:12: `base_url`: "));
        CHECK(lines.contains("such as \"https://heard.example.com\""));
    }
    for (const auto* listen :
         {"8080", ":8080", "localhost:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
          "127.0.0.1:+1", "::1:8080", "[::1]", "", "1.2.3:1", "127.0.0.1\\u0000:80"}) {
        CAPTURE(listen);
        const auto lines =
            to_lines(problems(check(server("listen = [\"" + std::string(listen) + "\"]"))));
        CHECK(lines.starts_with("heard.toml:3:11: `listen`: "));
        CHECK(lines.contains("\"127.0.0.1:8080\" or \"[::1]:8080\""));
    }
    for (const auto* network : {"10.0.0.0/33", "10.0.0/8", "proxy", "::/129", "10.0.0.0/", ""}) {
        CAPTURE(network);
        const auto lines = to_lines(
            problems(check(server("trusted_proxies = [\"" + std::string(network) + "\"]"))));
        CHECK(lines.starts_with("heard.toml:3:20: `trusted_proxies`: "));
    }
    CHECK(check(server("listen = \"[::]:0\"")).good());
}

TEST_CASE("things that stand there twice are problems")
{
    check_each({
        {"[[branch]]\ncode = \"a\"\nname = \"A\"\n[[branch]]\ncode = \"a\"\nname = \"B\"", "5:8",
         "another branch has this code"},
        {"[[ladder]]\nat = \"60m\"\nto = [\"owner\"]\n[[ladder]]\nat = \"1h\"\nto = [\"staff\"]",
         "5:6", "another rung has the same time; put both in one `to`"},
        {"[promise]\nclock = \"always\"\nclock = \"always\"", "3:9",
         "cannot redefine existing string 'clock'"},
    });
}

TEST_CASE("opening hours must exist, lie apart, and be some")
{
    check_each({
        {"[hours]\nmon = [\"9-12\"]", "2:8", "\"9-12\" is not a span of the day"},
        {"[hours]\nmon = [\"09:00-25:00\"]", "2:8", "both times with two digits"},
        {"[hours]\nmon = [\"09:00-12:30\", \"12:00-17:00\"]", "2:23",
         "begins before an earlier one"},
        {"[hours]\nmon = [\"12:00-17:00\", \"09:00-12:30\"]", "2:8",
         "begins before an earlier one"},
        {"[hours]\nfri = [\"18:00-02:00\"]\nsat = [\"01:00-03:00\"]", "3:8",
         "`sat`: this span begins before an earlier one ends"},
        {"[hours]\nsat = [\"18:00-02:00\"]\nsun = [\"01:00-03:00\"]", "3:8", "begins before"},
        {"[hours]\nclosed = [\"2026-12-25\", \"2026-02-30\"]", "2:25",
         "\"2026-02-30\" is not a date that exists"},
        {"[promise]\nclock = \"opening-hours\"", "2:9", "the shop is never open"},
        {"[promise]\nclock = \"opening-hours\"\n[hours]\nmon = []", "2:9", "add [hours]"},
    });
    CHECK(
        check("[hours]\nmon = [\"09:00-12:00\", \"12:00-24:00\"]\ntue = [\"00:00-02:00\"]").good());
}

TEST_CASE("a rung must tell somebody, at some time, and not too often")
{
    check_each({
        {"[[ladder]]\nat = \"0s\"\nto = []", "3:6", "this rung tells nobody"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"boss\"]", "3:7",
         "write \"assignee\", \"staff\", \"manager\", \"owner\" or an e-mail address"},
        {"[[ladder]]\nat = \"noon\"\nto = [\"owner\"]", "2:6", "is not a duration"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\nevery = \"59s\"", "4:9",
         "write a duration from 1m to"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\nquiet = [\"22:00-07:00\"]", "4:9",
         "quiet hours are for repeating rungs"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\nevery = \"1h\"\nquiet = [\"22-07\"]", "5:10",
         "is not a span of the day"},
        {"[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\nevery = \"1h\"\n"
         "quiet = [\"08:00-20:00\", \"20:00-08:00\"]",
         "5:9", "it is quiet all day"},
    });
}

TEST_CASE("secrets never stand in the settings, and are never shown")
{
    check_each({
        {"[mail]\npassword = \"hunter2\"", "2:12", "write password_file = \"FILE\""},
        {"[mail]\nrelay = \"smtp://anna:hunter2@example.com\"", "2:9", "there is an @ in it"},
        {"[server]\nbase_url = \"https://anna:hunter2@example.com\"", "2:12", "there is an @"},
        {"[mail]\nuser = \"anna\"", "2:8", "add password_file = \"FILE\""},
    });
    for (const auto* settings :
         {"[mail]\npassword = \"hunter2\"", "[mail]\nrelay = \"smtp://anna:hunter2@example.com\"",
          "[[invoice_links.key]]\nid = \"A\"\nsecret = \"hunter2\"",
          "[server]\nbase_url = \"https://anna:hunter2@example.com\"",
          "[alarm]\nwebhook = \"ntfy://example.com/hunter2\""})
        CHECK_FALSE(to_lines(check(settings).findings).contains("hunter2"));
}

TEST_CASE("a webhook is a web address, from the settings or from a file")
{
    check_each({
        {"[alarm]\nwebhook = \"ntfy.example.com/heard\"", "2:11", "this is not a web address"},
        {"[alarm]\nwebhook = \"https://\"", "2:11", "this is not a web address"},
        {"[alarm]\nwebhook = \"https://example.com/a b\"", "2:11", "not a web address"},
    });
    const Folder folder;
    folder.write("hook", "https://ntfy.example.com/a-secret\n");
    folder.write("no-hook", "hunter2\n");
    CHECK(folder.check("[alarm]\nwebhook_file = \"hook\"").config.alarm.webhook ==
          "https://ntfy.example.com/a-secret");
    const auto wrong = to_lines(folder.check("[alarm]\nwebhook_file = \"no-hook\"").findings);
    CHECK(wrong.contains("heard.toml:2:16: `webhook_file`: this is not a web address"));
    CHECK_FALSE(wrong.contains("hunter2"));
    CHECK(to_lines(folder.check("[alarm]\nwebhook = \"https://a.example\"\nwebhook_file = \"hook\"")
                       .findings)
              .contains("heard.toml:3:16: `webhook_file`: there is a webhook already"));
}

TEST_CASE("the daily letter and the alarm have sensible defaults, and the letter can be turned off")
{
    const auto plain = check("").config;
    CHECK(plain.daily_at == 7h + 30min);
    CHECK(plain.alarm.after == 5min);
    CHECK(plain.alarm.smtp.relay.empty());
    CHECK(plain.alarm.webhook.empty());
    const auto off = check("[owner]\nemail = \"a@example.com\"\ndaily_at = \"\"");
    CHECK(off.good());
    CHECK_FALSE(off.config.daily_at);
}

TEST_CASE("a heading without a name is told, however the library takes it")
{
    check_each({
        {"[#business]\nname = \"A\"", "1:1", "write it right after the bracket"},
        {"[mail]\n  [[ =", "2:3", "write it right after the bracket"},
        {"[]", "1:2", "this is not TOML"},
        {"[hours]\nmon = [\n[\"09:00-17:00\"]]", "3:1", "this is a list; write each one in quotes"},
    });
    CHECK(check("[business]\nname = \"A\"\nlanguages =[ # none but\n \"en\" ]").good());
}

TEST_CASE("text that is not TOML is one problem with its place")
{
    check_each({
        {"[business]\nname = Corner Shop\n", "2:8", "this is not TOML: "},
        {"[business\n", "1:10", "this is not TOML: "},
        {"[business]\nname = \"\xff\"\n", "2:8", "this is not TOML: "},
    });
}

TEST_CASE("a date that breaks off is a problem like any other, however the library takes it")
{
    for (const auto* settings :
         {"a = 1979-05-27T:", "a = 1979-05-27Tz= [1]", "[ .", "a = 19{e3t'\xc3\xa4"}) {
        CAPTURE(settings);
        const auto lines = to_lines(problems(check(settings)));
        CHECK(lines.contains("write "));
    }
}

TEST_CASE("whatever bytes are in the file, a finding is one line of text")
{
    for (const auto* settings :
         {"a = \"8h\"\xfb\x9c", "d = i\nn", "d = \"\xff\xff\"", "\x9b[31m = 1"}) {
        CAPTURE(settings);
        const auto checked = parse_config(settings, "heard.toml");
        REQUIRE_FALSE(checked.good());
        for (const auto& finding : checked.findings) {
            CHECK(heard::text::is_text(finding.text));
            CHECK_FALSE(finding.text.contains('\n'));
        }
    }
}

TEST_CASE("a letter outside of quotes is told, however the library takes it")
{
    check_each({
        {"[business]\nname = Bäckerei", "2:9",
         "\"ä\" stands outside of a text; write plain quotes"},
        {"[business]\nname = “Corner Shop”", "2:8", "\"“\" stands outside of a text"},
        {"[business]\nname = \"\u00dc\\\"b\" ä", "2:15", "stands outside of a text"},
        {"# Grüße\nüber = 1", "2:1", "stands outside of a text"},
        {"[business]\nname = \"\"\"\\\n ä\"\"\"", "2:8", "write the text on one line"},
        {"[business]\nname = '''ä'''", "2:8", "write the text on one line"},
    });
    CHECK(check("\xef\xbb\xbf# ä \" '''\n[business]\nname = \"Bäckerei # ''' \\\" ü\"").good());
    CHECK(check("[business]\nname = 'Bäckerei \"\"\" \\'\n").config.business_name ==
          "Bäckerei \"\"\" \\");
}

TEST_CASE("all problems are told at once, in the order of the file")
{
    const auto checked = parse_config(R"([promise]
clock = "sometimes"
respond_within = 5

[server]
base_url = "heard"
lissten = "x"

[business]
)",
                                      "shop.toml");
    CHECK_FALSE(checked.good());
    std::string places;
    for (const auto& finding : problems(checked))
        places += finding.file + ":" + std::to_string(finding.line) + ":" +
                  std::to_string(finding.column) + " ";
    CHECK(places == "shop.toml:1:1 shop.toml:2:9 shop.toml:3:18 shop.toml:6:12 shop.toml:7:1 "
                    "shop.toml:9:1 ");
}

TEST_CASE("a settings file that cannot be read is a problem like any other")
{
    const Folder folder;
    const auto missing = read_config(folder.path() / "none.toml");
    CHECK_FALSE(missing.good());
    CHECK(to_lines(missing.findings).contains("none.toml: cannot be read (No such file"));
    CHECK(to_lines(read_config(folder.path()).findings).contains("Is a directory"));

    folder.write("heard.toml", whole(""));
    CHECK(read_config(folder.path() / "heard.toml").good());
    folder.write("heard.toml", std::string(2 << 20, '\n'));
    CHECK(to_lines(read_config(folder.path() / "heard.toml").findings).contains("longer than"));
}

TEST_CASE("the sample is good as it stands, and with everything in it switched on")
{
    const auto checked = read_config(sample);
    CHECK(to_lines(problems(checked)) == "");

    const Folder folder;
    folder.write("owner.jpg", text::asset("static/demo-owner.png"));
    folder.write("invoice-key-a", "0123456789abcdef0123456789abcdef");
    folder.write("mail-password", "hunter2\n");
    folder.write("mail-ca.pem", "");
    folder.write("alarm-password", "hunter2\n");
    folder.write("alarm-ca.pem", "");
    const auto everything = parse_config(sample_with_everything(), folder.path() / "heard.toml");
    CHECK(to_lines(problems(everything)) == "");
}

TEST_CASE("the sample shows the defaults as they are")
{
    const auto plain = check("").config;
    const Folder folder;
    const auto shown = parse_config(sample_with_everything(), folder.path() / "heard.toml").config;
    CHECK(core::to_text(shown.ladder) == core::to_text(plain.ladder));
    CHECK(shown.zone.name() == plain.zone.name());
    CHECK(shown.listen == plain.listen);
    CHECK(shown.database == plain.database);
    CHECK(shown.mail_folder == plain.mail_folder);
    CHECK(shown.transport == plain.transport);
    CHECK(shown.smtp.relay == plain.smtp.relay);
    CHECK(shown.smtp.tls == plain.smtp.tls);
    CHECK(shown.owner_name == plain.owner_name);
    CHECK(shown.promise.respond_within == plain.promise.respond_within);
    CHECK(shown.promise.longest_hold == plain.promise.longest_hold);
    CHECK(shown.undo_for == plain.undo_for);
    CHECK(plain.undo_for == 15s);
    CHECK(shown.limits.body_bytes == plain.limits.body_bytes);
    CHECK(shown.photos.bytes_max == plain.photos.bytes_max);
    CHECK(shown.photos.bytes_together_max == plain.photos.bytes_together_max);
    CHECK(shown.limits.connections == plain.limits.connections);
    CHECK(shown.limits.connections_per_address == plain.limits.connections_per_address);
    CHECK(shown.limits.sign_ins_per_quarter_hour == plain.limits.sign_ins_per_quarter_hour);
    CHECK(shown.limits.writes_waiting == plain.limits.writes_waiting);
    CHECK(shown.limits.head_time == plain.limits.head_time);
    CHECK(shown.limits.request_time == plain.limits.request_time);
    CHECK(shown.limits.idle_time == plain.limits.idle_time);
    CHECK(shown.limits.letter_time == plain.limits.letter_time);
    CHECK(shown.daily_at == plain.daily_at);
    CHECK(shown.alarm.after == plain.alarm.after);
}

TEST_CASE("settings for a second mail server that is none are warned of")
{
    CHECK(warning_about("[alarm]\ntls = \"always\"")
              .contains("heard.toml:2:7: warning: `tls`: it is for the second mail server, and "
                        "there is none; add relay"));
    CHECK_FALSE(warning_about("[alarm]\ntls = \"always\"\nrelay = \"smtp://127.0.0.1:26\"")
                    .contains("second mail server"));
}

TEST_CASE("a ladder that tells nobody once a promise is broken is warned of")
{
    CHECK(warning_about("[[ladder]]\nat = \"-1h\"\nto = [\"owner\"]")
              .contains("heard.toml:2:6: warning: `at`: nobody is told once a promise is broken"));
    CHECK_FALSE(warning_about("[[ladder]]\nat = \"0s\"\nto = [\"owner\"]").contains("broken"));
    CHECK_FALSE(warning_about("").contains("broken"));
}

TEST_CASE("a rung to a manager that the settings do not name goes to the owner, and says so")
{
    const std::string rung = "[[ladder]]\nat = \"0s\"\nto = [\"manager\"]\n";
    const std::string branch = "[[branch]]\ncode = \"east\"\nname = \"East\"\n";
    CHECK(warning_about(rung).contains(
        "heard.toml:3:6: warning: `to`: the settings have no manager for any branch, "
        "so the owner is told instead"));
    CHECK(warning_about(rung + branch).contains("no manager for east"));
    CHECK_FALSE(warning_about(rung + branch + "manager_email = \"max@example.com\"")
                    .contains("no manager"));
    CHECK_FALSE(warning_about("[[ladder]]\nat = \"0s\"\nto = [\"manager\", \"owner\"]")
                    .contains("no manager"));
}

TEST_CASE("a warning to staff that lies before the promise itself is warned of")
{
    const std::string rung = "[[ladder]]\nat = \"-2h\"\nto = [\"staff\"]\n";
    CHECK(warning_about(rung + "[promise]\nrespond_within = \"2h\"")
              .contains("heard.toml:2:6: warning: `at`: at 2h before the due time a promise of 2h "
                        "is always not made yet"));
    CHECK_FALSE(
        warning_about(rung + "[promise]\nrespond_within = \"3h\"").contains("not made yet"));
    CHECK(warning_about("[promise]\nrespond_within = \"30m\"")
              .contains("heard.toml:2:18: warning: `respond_within`: the ladder warns staff 4h"));
}

TEST_CASE("an address that everyone can reach needs https and real mail")
{
    const auto open = warning_about("[server]\nbase_url = \"http://heard.example.com\"");
    CHECK(open.contains("heard.toml:2:12: warning: `base_url`: customers' words would travel "
                        "unprotected, and browsers drop the session cookie"));
    CHECK(open.contains("`transport`: nobody gets these letters by mail"));

    const auto secure = warning_about("[server]\nbase_url = \"https://heard.example.com\"\n[mail]\n"
                                      "transport = \"smtp\"");
    CHECK_FALSE(secure.contains("unprotected"));
    CHECK_FALSE(secure.contains("nobody gets"));
    for (const auto* url : {"http://localhost", "http://127.0.0.1:8080", "http://[::1]:8080"}) {
        const auto local = warning_about("[server]\nbase_url = \"" + std::string(url) + "\"");
        CHECK_FALSE(local.contains("unprotected"));
        CHECK_FALSE(local.contains("nobody gets"));
    }
}

TEST_CASE("hours that nothing counts, and links that nothing signs, are warned of")
{
    const std::string hours = "[hours]\nmon = [\"09:00-17:00\"]\n";
    CHECK(warning_about(hours).contains("heard.toml:1:1: warning: `hours`: promises count every"));
    CHECK_FALSE(warning_about(hours + "[promise]\nclock = \"opening-hours\"").contains("`hours`"));
    CHECK(warning_about("").contains("there is no key, so invoices cannot carry links"));
}
