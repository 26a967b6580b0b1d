// A folder of the test's own, gone when the test is.
#pragma once

#include <filesystem>
#include <string>

class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// All bytes of a file; throws if it cannot be read.
std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& bytes);

/// What a shell command prints. Throws if it does not exit with 0.
std::string run(const std::string& command);
bool runs(const std::string& command);
