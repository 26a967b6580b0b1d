#include "daemon/whole_file.hpp"

#include "daemon/captured_output.hpp"
#include "daemon/config_fixture.hpp"

#include <doctest/doctest.h>

#include <iterator>

using namespace heard::daemon;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::ptrdiff_t files_in(const fs::path& folder)
{
    return std::distance(fs::directory_iterator{folder}, {});
}

} // namespace

TEST_CASE("a file is written, and written again, with nothing left beside it")
{
    const test::Folder folder;
    const std::string bytes{"with \0 in it\n", 13};
    write_whole(folder.path() / "out.csv", "before");
    write_whole(folder.path() / "out.csv", bytes, Flush::later);
    CHECK(bytes_of(folder.path() / "out.csv") == bytes);
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("what is no file is never replaced")
{
    const test::Folder folder;
    fs::create_directory(folder.path() / "folder");
    CHECK_THROWS_WITH(write_whole(folder.path() / "folder", "x"),
                      doctest::Contains("is not a file"));
    CHECK_THROWS_WITH(write_whole("/dev/null", "x"), doctest::Contains("is not a file"));
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a file that cannot be written says what to do, and the one that was there stays")
{
    const test::Folder folder;
    CHECK_THROWS_WITH(write_whole(folder.path() / "nowhere" / "out.csv", "x"),
                      doctest::Contains("name a file in a folder that is there"));
    folder.write("out.csv", "before");
    CHECK_THROWS(write_whole(folder.path() / "out.csv" / "deeper", "x"));
    CHECK(bytes_of(folder.path() / "out.csv") == "before");
}

TEST_CASE("a minus is standard output")
{
    const test::CapturedOutput out{std::cout};
    write_whole_or_print("-", "a table\n");
    CHECK(out.text() == "a table\n");
}
