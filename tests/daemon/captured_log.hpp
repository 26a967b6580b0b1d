// What the program says on standard error while this lives, instead of between the lines of the
// test.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace heard::daemon::test {

/// Thread: any may write meanwhile. One at a time.
class CapturedLog
{
public:
    CapturedLog()
        : file_{std::tmpfile()}
        , before_{::dup(STDERR_FILENO)}
    {
        if (!file_ || before_ < 0 || ::dup2(::fileno(file_), STDERR_FILENO) < 0)
            throw std::runtime_error("cannot capture standard error");
    }
    ~CapturedLog()
    {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        std::fclose(file_);
    }
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;

    std::string text() const
    {
        std::string all;
        char bytes[4096];
        // Not by seeking: the writers share the place in the file.
        for (ssize_t count; (count = ::pread(::fileno(file_), bytes, sizeof bytes,
                                             static_cast<off_t>(all.size()))) > 0;)
            all.append(bytes, static_cast<std::size_t>(count));
        return all;
    }

    bool says(std::string_view words) const { return text().find(words) != std::string::npos; }

private:
    std::FILE* file_;
    int before_;
};

} // namespace heard::daemon::test
