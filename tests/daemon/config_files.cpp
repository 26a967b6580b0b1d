#include "daemon/config_files.hpp"

#include "tests/daemon/config_fixture.hpp"
#include "text/assets.hpp"

#include <doctest/doctest.h>

namespace {

using namespace heard::daemon;
using namespace heard::daemon::test;

const std::string long_enough = "0123456789abcdef0123456789abcdef";

std::string key_from(const std::string& file)
{
    return "[[invoice_links.key]]\nid = \"A\"\nsecret_file = \"" + file + "\"\n";
}

/// Sets CREDENTIALS_DIRECTORY as systemd does, until the test ends.
struct Credentials
{
    explicit Credentials(const std::filesystem::path& folder)
    {
        setenv("CREDENTIALS_DIRECTORY", folder.c_str(), 1);
    }
    ~Credentials() { unsetenv("CREDENTIALS_DIRECTORY"); }
    Credentials(const Credentials&) = delete;
    Credentials& operator=(const Credentials&) = delete;
};

} // namespace

TEST_CASE("a secret is the bytes of its file, without one line end")
{
    const Folder folder;
    folder.write("key", long_enough + "\n");
    auto checked = folder.check(key_from("key") + "retired = true");
    REQUIRE(checked.config.invoice_keys.size() == 1);
    CHECK(checked.config.invoice_keys[0].secret == long_enough);
    CHECK(checked.config.invoice_keys[0].retired);

    folder.write("key", long_enough + "\n\n");
    checked = folder.check(key_from((folder.path() / "key").string()));
    CHECK(checked.config.invoice_keys[0].secret == long_enough + "\n");
}

TEST_CASE("a secret that is missing or short is a problem with its place")
{
    const Folder folder;
    CHECK(to_lines(problems(folder.check(key_from("none"))))
              .contains("heard.toml:3:15: `secret_file`: \"none\" cannot be read (No such file"));
    CHECK(to_lines(problems(folder.check(key_from(".")))).contains("Is a directory"));

    folder.write("key", long_enough.substr(1) + "\n");
    const auto lines = to_lines(problems(folder.check(key_from("key"))));
    CHECK(lines.contains("\"key\" holds 31 of at least 32 bytes; make one with: head -c 48"));
    CHECK_FALSE(lines.contains("123456789"));

    folder.write("password", "\n");
    CHECK(to_lines(problems(folder.check("[mail]\nuser = \"a\"\npassword_file = \"password\"")))
              .contains("heard.toml:3:17: `password_file`: \"password\" holds 0 of at least 1"));
}

TEST_CASE("a key id is what may stand in a link")
{
    const Folder folder;
    folder.write("key", long_enough);
    for (const auto* id : {"a", "", "ABCDE", "A-1"}) {
        CAPTURE(id);
        const auto lines = to_lines(problems(folder.check(
            "[[invoice_links.key]]\nid = \"" + std::string(id) + "\"\nsecret_file = \"key\"")));
        CHECK(lines.contains("heard.toml:2:6: `id`: "));
        CHECK(lines.contains("1 to 4 of A-Z and 0-9"));
    }
}

TEST_CASE("two keys of one id, and a first key that is retired, are told")
{
    const Folder folder;
    folder.write("key", long_enough);
    const auto twice = folder.check(key_from("key") + key_from("key"));
    CHECK(to_lines(problems(twice)).contains("heard.toml:5:6: `id`: another key has this id"));
    CHECK(to_lines(warnings(folder.check(key_from("key") + "retired = true")))
              .contains("the first key signs new links, and it is retired"));
    CHECK(to_lines(warnings(folder.check(key_from("key")))) == "");
}

TEST_CASE("a systemd credential is read by its name")
{
    const Folder folder, credentials;
    credentials.write("invoice-key", long_enough);
    CHECK(to_lines(problems(folder.check(key_from("credential:invoice-key"))))
              .contains("write LoadCredential=invoice-key:/path into the unit"));

    const Credentials given(credentials.path());
    const auto checked = folder.check(key_from("credential:invoice-key"));
    CHECK(to_lines(problems(checked)) == "");
    CHECK(checked.config.invoice_keys[0].secret == long_enough);
    for (const auto* name : {"credential:", "credential:../key", "credential:.."})
        CHECK(to_lines(problems(folder.check(key_from(name)))).contains("is not a credential"));
}

TEST_CASE("the owner's photo is a picture, whatever its name, and made small at once")
{
    const Folder folder;
    const auto photo = [&](std::string_view bytes) {
        folder.write("owner", bytes);
        return folder.check("[owner]\nemail = \"anna@example.com\"\nphoto = \"owner\"");
    };
    using namespace std::string_view_literals;
    const auto whole = heard::text::asset("static/demo-owner.png");
    CHECK(photo(whole).good());
    CHECK(photo(whole).config.owner_photo.file == folder.path() / "owner");
    CHECK(photo(whole).config.owner_photo.portrait.starts_with("\xff\xd8\xff"));
}

TEST_CASE("a picture that cannot be shown is a warning, and the house opens without it")
{
    const Folder folder;
    const auto said_of = [&](std::string_view bytes) {
        folder.write("owner", bytes);
        const auto checked =
            folder.check("[owner]\nemail = \"anna@example.com\"\nphoto = \"owner\"");
        CHECK(checked.good());
        CHECK(checked.config.owner_photo.portrait.empty());
        return to_lines(checked.findings);
    };
    const std::string place = "heard.toml:3:9: warning: `photo`: \"owner\"";
    const auto whole = heard::text::asset("static/demo-owner.png");
    using namespace std::string_view_literals;
    CHECK(said_of(whole.substr(0, whole.size() / 2))
              .contains(place + " is a picture that is not whole; save it once more, as a JPEG or "
                                "PNG; until then customers see the owner's initial"));
    for (const auto bytes : {"GIF89a"sv, "<svg>"sv, ""sv, "RIFF\x10\0\0\0WAVE"sv})
        CHECK(said_of(bytes).contains(
            place + " is not a picture; write the path of a JPEG, PNG or WebP file"));
    const auto missing =
        folder.check("[owner]\nemail = \"anna@example.com\"\nphoto = \"missing.jpg\"");
    CHECK(missing.good());
    CHECK(to_lines(missing.findings)
              .contains("\"missing.jpg\" cannot be read (No such file or directory)"));
}

TEST_CASE("a database behind a symlink is the file itself: its log and its lock are beside that")
{
    const Folder folder;
    const Folder disk;
    std::filesystem::create_symlink(disk.path() / "shop.db", folder.path() / "heard.db");
    std::ofstream{disk.path() / "shop.db"};
    const auto config = folder.check("[storage]\npath = \"heard.db\"").config;
    CHECK(config.database == std::filesystem::canonical(disk.path()) / "shop.db");
}

TEST_CASE("paths count from the folder of the settings file")
{
    const Folder folder;
    const auto config = folder
                            .check("[storage]\npath = \"data/heard.db\"\n[mail]\n"
                                   "folder = \"/var/mail/heard\"")
                            .config;
    CHECK(config.database == folder.path() / "data/heard.db");
    CHECK(config.mail_folder == "/var/mail/heard");
}
