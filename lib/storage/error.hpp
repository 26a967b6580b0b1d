// What SQLite could not do, as an exception: the world failed, not the person.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;

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
    /// The disk is full, or a quota is used up: nothing was written, reading goes on, try again
    /// when there is space.
    bool disk_full() const;
    /// Another process holds the write lock for longer than we wait: try again.
    bool busy() const;
    /// There was no memory for it: try again when there is.
    bool out_of_memory() const;
    /// After this the connection cannot be trusted to have kept anything since the last commit: I/O
    /// error, corruption.
    bool fatal() const;
    /// The file does not give back what was written to it: no new attempt will help, only a backup.
    bool damaged() const;

private:
    int code_;
};

/// The newest error of that connection; `what` says what was being done.
Error error_of(sqlite3* connection, std::string_view what);

/// What a job that got no memory is for the writer: the same as SQLite that got none.
Error no_memory();

/// The way back, as a sentence for the operator: what to do about an error.
std::string_view way_back(const Error& error);
/// The same for a database that is damaged, however that was found out.
std::string_view way_back_from_damage();

/// The database belongs to a newer program.
class NewerSchema : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace heard::storage
