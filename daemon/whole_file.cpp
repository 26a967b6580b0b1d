#include "daemon/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace heard::daemon {

namespace {

namespace fs = std::filesystem;

/// The file under its passing name. Gone with this, unless it was kept.
class Draft
{
public:
    explicit Draft(fs::path file)
        : file_{std::move(file)}
        , draft_{file_.parent_path() /
                 ("." + file_.filename().string() + "." + std::to_string(::getpid()))}
        , descriptor_{::open(draft_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)}
    {
        if (descriptor_ < 0)
            refuse();
    }
    ~Draft()
    {
        ::close(descriptor_);
        if (!kept_)
            ::unlink(draft_.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            require(written >= 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void keep(Flush flush)
    {
        require(flush == Flush::later || ::fsync(descriptor_) == 0);
        require(::rename(draft_.c_str(), file_.c_str()) == 0);
        kept_ = true;
    }

private:
    void require(bool good) const
    {
        if (!good)
            refuse();
    }

    [[noreturn]] void refuse() const
    {
        throw std::runtime_error{"cannot write " + file_.string() + " (" +
                                 std::generic_category().message(errno) +
                                 "); name a file in a folder that is there, has room, and that "
                                 "you may write to"};
    }

    fs::path file_;
    fs::path draft_;
    int descriptor_;
    bool kept_ = false;
};

} // namespace

void write_whole(const fs::path& file, std::string_view bytes, Flush flush)
{
    if (fs::exists(file) && !fs::is_regular_file(file))
        throw std::runtime_error{file.string() +
                                 " is there and is not a file; name another one, or - for "
                                 "standard output"};
    Draft draft{file};
    draft.write(bytes);
    draft.keep(flush);
}

void write_whole_or_print(const std::string& name, std::string_view bytes)
{
    if (name != "-")
        return write_whole(name, bytes);
    if (!(std::cout << bytes << std::flush))
        throw std::runtime_error{"cannot write to standard output; is its disk full?"};
}

} // namespace heard::daemon
