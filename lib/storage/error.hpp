// What SQLite could not do, as an exception: the world failed, not the person.
#pragma once

#include <stdexcept>
#include <string>

namespace heard::storage {

class Error : public std::runtime_error
{
public:
    Error(int code, const std::string& message)
        : std::runtime_error{message}
        , code_{code}
    {}

    /// SQLite's extended result code.
    int code() const { return code_; }
    /// The disk (or quota) is full: nothing was written, reading goes on, try again when there is
    /// space.
    bool disk_full() const;
    /// Another process holds the write lock for longer than we wait: try again.
    bool busy() const;
    /// After this the connection cannot be trusted to have kept anything since the last commit: I/O
    /// error, corruption.
    bool fatal() const;

private:
    int code_;
};

/// The database belongs to a newer program.
class NewerSchema : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace heard::storage
