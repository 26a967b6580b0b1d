#include "storage/statement.hpp"

#include "storage/error.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace heard::storage {

Statement::Statement(sqlite3* connection, std::string_view sql)
{
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement_.reset(prepared);
    if (result != SQLITE_OK)
        throw error_of(connection, "cannot prepare " + std::string{sql});
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Row& Row::operator>>(std::int64_t& value)
{
    value = sqlite3_column_int64(statement_, column_++);
    return *this;
}

Row& Row::operator>>(int& value)
{
    value = sqlite3_column_int(statement_, column_++);
    return *this;
}

Row& Row::operator>>(bool& value)
{
    value = sqlite3_column_int(statement_, column_++) != 0;
    return *this;
}

Row& Row::operator>>(double& value)
{
    value = sqlite3_column_double(statement_, column_++);
    return *this;
}

Row& Row::operator>>(std::string& value)
{
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column_));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_));
    ++column_;
    if (size == 0)
        value.clear();
    else
        value.assign(bytes, size);
    return *this;
}

Row& Row::operator>>(time::Instant& value)
{
    value = time::from_number(sqlite3_column_int64(statement_, column_++));
    return *this;
}

bool Row::skip_null()
{
    if (sqlite3_column_type(statement_, column_) != SQLITE_NULL)
        return false;
    ++column_;
    return true;
}

void Row::read_bytes(std::span<unsigned char> into)
{
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, column_));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_));
    ++column_;
    if (size != into.size())
        throw Error{SQLITE_CORRUPT, "bytes of another length than expected in the database"};
    std::copy_n(bytes, size, into.begin());
}

Query::~Query()
{
    reset();
}

void Query::bind(int position, std::int64_t value)
{
    if (sqlite3_bind_int64(statement_, position, value) != SQLITE_OK)
        throw error_of(connection_, "cannot bind a number");
}

// Bound without a copy: the values outlive the call that binds and steps.
void Query::bind(int position, std::string_view value)
{
    const char* text = value.data() ? value.data() : "";
    if (sqlite3_bind_text64(statement_, position, text, value.size(), SQLITE_STATIC, SQLITE_UTF8) !=
        SQLITE_OK)
        throw error_of(connection_, "cannot bind a text");
}

void Query::bind(int position, Bytes value)
{
    if (sqlite3_bind_blob64(statement_, position, value.data(), value.size(), SQLITE_STATIC) !=
        SQLITE_OK)
        throw error_of(connection_, "cannot bind bytes");
}

void Query::bind(int position, std::nullopt_t)
{
    if (sqlite3_bind_null(statement_, position) != SQLITE_OK)
        throw error_of(connection_, "cannot bind null");
}

void Query::reset() noexcept
{
    sqlite3_reset(statement_);
}

bool Query::step()
{
    switch (sqlite3_step(statement_)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        throw error_of(connection_, "cannot run a statement");
    }
}

std::int64_t Query::newest_row() const
{
    return sqlite3_last_insert_rowid(connection_);
}

} // namespace heard::storage
