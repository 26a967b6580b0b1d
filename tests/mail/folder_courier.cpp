#include "mail/folder_courier.hpp"

#include "mail/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

using namespace heard::mail;
namespace fs = std::filesystem;

namespace {

Parcel parcel(std::string message_id, std::string mime = "Subject: hi\r\n\r\nhello\r\n")
{
    return {"hello@shoes.example", "jane@example.com", std::move(message_id), std::move(mime)};
}

std::size_t count_files(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, {}));
}

/// While it lives, this process can write no file beyond so many bytes.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("a letter lies whole in new/, and nothing is left in tmp/")
{
    const TemporaryFolder temporary;
    const auto folder = temporary.path() / "deep" / "mail";
    FolderCourier courier{folder};
    const auto delivery = courier.deliver(parcel("<r1@shoes.example>"));
    CHECK(delivery.verdict == Verdict::delivered);
    CHECK(read_file(folder / "new" / "r1@shoes.example.eml") == "Subject: hi\r\n\r\nhello\r\n");
    CHECK(count_files(folder / "tmp") == 0);
    CHECK(fs::is_directory(folder / "cur"));
}

TEST_CASE("letters are readable by us alone")
{
    const TemporaryFolder temporary;
    const auto folder = temporary.path() / "mail";
    FolderCourier courier{folder};
    courier.deliver(parcel("<r1@shoes.example>"));
    CHECK(fs::status(folder).permissions() == fs::perms::owner_all);
    CHECK(fs::status(folder / "new" / "r1@shoes.example.eml").permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("the same letter delivered twice is one file")
{
    const TemporaryFolder folder;
    FolderCourier courier{folder.path()};
    courier.deliver(parcel("<r1@shoes.example>"));
    CHECK(courier.deliver(parcel("<r1@shoes.example>")).verdict == Verdict::delivered);
    courier.deliver(parcel("<r2@shoes.example>"));
    CHECK(count_files(folder.path() / "new") == 2);
}

TEST_CASE("a folder that cannot be written to is for later, and says why")
{
    const TemporaryFolder folder;
    write_file(folder.path() / "mail", "a file where the folder should be");
    FolderCourier courier{folder.path() / "mail"};
    const auto delivery = courier.deliver(parcel("<r1@shoes.example>"));
    CHECK(delivery.verdict == Verdict::later);
    CHECK(delivery.detail == "Not a directory");
}

TEST_CASE("a letter that cannot be written to its end is for later, and leaves no half letter")
{
    const TemporaryFolder folder;
    FolderCourier courier{folder.path()};
    const FileSizeLimit limit{1000}; // Stands in for a full disk: the write stops in the middle.
    const auto delivery = courier.deliver(parcel("<r1@shoes.example>", std::string(100'000, 'x')));
    CHECK(delivery.verdict == Verdict::later);
    CHECK(delivery.detail == "File too large");
    CHECK(count_files(folder.path() / "new") == 0);
    CHECK(count_files(folder.path() / "tmp") == 0);
}

TEST_CASE("several couriers at once do not get in each other's way")
{
    const TemporaryFolder folder;
    FolderCourier courier{folder.path() / "mail"};
    std::atomic<int> delivered{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&courier, &delivered, thread] {
            for (int i = 0; i < 25; ++i) {
                const auto id = "<" + std::to_string(thread) + "." + std::to_string(i) + "@s>";
                delivered += courier.deliver(parcel(id)).verdict == Verdict::delivered;
                delivered += courier.deliver(parcel("<same@s>")).verdict == Verdict::delivered;
            }
        });
    }
    threads.clear();
    CHECK(delivered == 200);
    CHECK(count_files(folder.path() / "mail" / "new") == 101);
    CHECK(count_files(folder.path() / "mail" / "tmp") == 0);
}

TEST_CASE("file names are safe, visible and different for different ids")
{
    CHECK(file_name("<r1@shoes.example>") == "r1@shoes.example");
    CHECK(file_name("<../x>") == "%2e.%2fx");
    CHECK(file_name("<a/b>") != file_name("<a%2fb>"));
    CHECK(file_name("<a:b\n>") == "a%3ab%0a");
    CHECK(file_name("") == "letter");
    const std::string start(300, 'a');
    CHECK(file_name(start + "1").size() == 200);
    CHECK(file_name(start + "1") != file_name(start + "2"));
}
