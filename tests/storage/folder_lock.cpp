#include "storage/folder_lock.hpp"

#include "storage/database.hpp"
#include "storage/real_file.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace heard::storage;

TEST_CASE("many may have the database open; who replaces it must be alone")
{
    const RealFile file;
    std::optional<Database> daemon{std::in_place, file.path(), Access::write};
    {
        const Database command{file.path(), Access::write};
        CHECK_THROWS_AS((FolderLock{file.path(), FolderLock::Kind::alone}), FolderInUse);
    }
    CHECK_THROWS_AS((FolderLock{file.path(), FolderLock::Kind::alone}), FolderInUse);
    daemon.reset();

    const FolderLock restoring{file.path(), FolderLock::Kind::alone};
    CHECK_THROWS_AS((Database{file.path(), Access::write}), FolderInUse);
}

TEST_CASE("the lock leaves nothing behind, and a file without a folder lies in this one")
{
    const RealFile file;
    {
        const FolderLock lock{file.path(), FolderLock::Kind::alone};
        CHECK(std::filesystem::is_empty(file.path().parent_path()));
    }
    CHECK(std::filesystem::is_empty(file.path().parent_path()));
    CHECK_NOTHROW((FolderLock{"heard.db", FolderLock::Kind::shared}));
    CHECK_THROWS_AS((FolderLock{"/nowhere/at/all/heard.db", FolderLock::Kind::shared}),
                    std::system_error);
}
