#include "storage/error.hpp"

#include "text/utf8.hpp"

#include <sqlite3.h>

namespace heard::storage {

bool Error::disk_full() const
{
    return (code_ & 0xff) == SQLITE_FULL;
}

bool Error::busy() const
{
    return (code_ & 0xff) == SQLITE_BUSY || (code_ & 0xff) == SQLITE_LOCKED;
}

bool Error::out_of_memory() const
{
    return (code_ & 0xff) == SQLITE_NOMEM;
}

bool Error::fatal() const
{
    const int primary = code_ & 0xff;
    return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ||
           primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY || primary == SQLITE_PROTOCOL;
}

bool Error::damaged() const
{
    const int primary = code_ & 0xff;
    return code_ == SQLITE_IOERR_DATA || code_ == SQLITE_IOERR_READ ||
           code_ == SQLITE_IOERR_SHORT_READ || primary == SQLITE_CORRUPT ||
           primary == SQLITE_NOTADB;
}

Error error_of(sqlite3* connection, std::string_view what)
{
    const int code = sqlite3_extended_errcode(connection);
    const char* why = code == SQLITE_IOERR_DATA ? "a page of the database is not as it was written"
                                                : sqlite3_errmsg(connection);
    // SQLite may quote what is damaged.
    return {code, std::string{what} + ": " + text::repaired(why)};
}

Error no_memory()
{
    return {SQLITE_NOMEM, "out of memory"};
}

std::string_view way_back_from_damage()
{
    return "stop the daemon, keep a copy of the database and the files beside it, and run "
           "`heard restore FILE` with the last good backup";
}

std::string_view way_back(const Error& error)
{
    if (error.damaged())
        return way_back_from_damage();
    if (error.disk_full())
        return "make room on the disk, then try again";
    if (error.out_of_memory())
        return "give the machine more memory, or end other programs, then try again";
    if (error.busy())
        return "another program holds the database; end it, then try again";
    switch (error.code() & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "see that the file and its folder are there and belong to the user who runs heard";
    case SQLITE_IOERR:
        return "see what the system's log says of the disk, then start again";
    default:
        return "start again; if it happens twice, keep a copy of the database and report it";
    }
}

} // namespace heard::storage
