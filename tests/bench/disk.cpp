#include "bench/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace heard::bench {

namespace {

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

/// A file that is gone with its last descriptor.
class ScratchFile
{
public:
    explicit ScratchFile(const std::filesystem::path& folder)
        : descriptor_{::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)}
    {
        if (descriptor_ < 0)
            fail("cannot make a file to measure the disk with");
    }
    ~ScratchFile() { ::close(descriptor_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

} // namespace

double fdatasync_rate(const std::filesystem::path& folder, std::chrono::milliseconds span)
{
    const ScratchFile file{folder};
    const std::array<char, 4096> block{};
    const auto begin = std::chrono::steady_clock::now();
    auto now = begin;
    std::int64_t count = 0;
    for (; now - begin < span; now = std::chrono::steady_clock::now()) {
        const auto offset = count * static_cast<std::int64_t>(block.size());
        if (::pwrite(file.descriptor(), block.data(), block.size(), offset) < 0)
            fail("cannot write");
        if (::fdatasync(file.descriptor()) != 0)
            fail("cannot sync");
        ++count;
    }
    return static_cast<double>(count) / std::chrono::duration<double>(now - begin).count();
}

} // namespace heard::bench
