#include "daemon/opening.hpp"

#include "auth/fixed_entropy.hpp"
#include "daemon/config_fixture.hpp"
#include "storage/damage.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::daemon;

namespace {

const time::Instant noon{std::chrono::seconds{1'795'262'400}};

} // namespace

TEST_CASE("a new database gets its keys once and keeps them")
{
    const test::Folder folder;
    auth::FixedEntropy entropy;
    const auto file = folder.path() / "heard.db";
    const auto open = [&] {
        storage::Database database{file, storage::Access::write};
        return open_house(database, noon, entropy);
    };
    const auto first = open();
    const auto again = open();
    CHECK(first.key != auth::Key{});
    CHECK(again.key == first.key);
    CHECK(again.reference_seed == first.reference_seed);
}

TEST_CASE("a house opens although a page of its database is damaged, and says so")
{
    const test::Folder folder;
    auth::FixedEntropy entropy;
    const auto file = folder.path() / "heard.db";
    const auto sound = open_checked_house(file, noon, entropy);
    CHECK_FALSE(sound.damage);
    {
        storage::Database database{file, storage::Access::write};
        database.execute(
            "with recursive n (i) as (values (1) union all select i + 1 from n where i < 90) "
            "insert into book (at, what, link) select 1, 'seen', zeroblob(32) from n");
    }
    storage::DamagedFile{file}.first_leaf_of("book");
    const auto opened = open_checked_house(file, noon, entropy);
    CHECK(opened.damage);
    CHECK(opened.row.key == sound.row.key);
}

TEST_CASE("two shops have different keys")
{
    auth::SystemEntropy entropy;
    const auto new_house = [&] {
        storage::Database database{":memory:", storage::Access::write};
        return open_house(database, noon, entropy);
    };
    const auto one = new_house();
    const auto other = new_house();
    CHECK(one.key != other.key);
    CHECK(one.reference_seed != other.reference_seed);
}

TEST_CASE("letters come from the business at the owner's address unless the settings say otherwise")
{
    const test::Folder folder;
    const auto plain = make_house(folder.check("").config, {});
    CHECK(plain.sender.name == "Corner Shop");
    CHECK(plain.sender.email == "anna@example.com");
    const auto named =
        make_house(folder.check("[mail]\nfrom = \"Hello <hello@example.com>\"").config, {});
    CHECK(named.sender.name == "Hello");
    CHECK(named.sender.email == "hello@example.com");
}

TEST_CASE("another picture of the owner has another digest, and none has no bytes")
{
    CHECK(photo_of(Config{}).bytes.empty());
    Config config;
    config.owner_photo.portrait = "one";
    const auto one = photo_of(config);
    CHECK(one.media_type == "image/jpeg");
    CHECK(one.bytes == "one");
    config.owner_photo.portrait = "two";
    CHECK(photo_of(config).digest != one.digest);
}
