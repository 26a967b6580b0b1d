// A database file on the disk, in a folder of its own that goes when the test goes.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace heard::storage {

class RealFile
{
public:
    RealFile()
    {
        auto folder = (std::filesystem::temp_directory_path() / "heard-storage-XXXXXX").string();
        if (!::mkdtemp(folder.data()))
            throw std::runtime_error{"cannot make " + folder};
        folder_ = folder;
    }
    ~RealFile()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    RealFile(const RealFile&) = delete;
    RealFile& operator=(const RealFile&) = delete;

    std::filesystem::path path() const { return folder_ / "heard.db"; }
    std::filesystem::path log() const { return folder_ / "heard.db-wal"; }

private:
    std::filesystem::path folder_;
};

} // namespace heard::storage
