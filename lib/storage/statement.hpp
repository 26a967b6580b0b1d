// Thin RAII over a prepared statement: bind by position, read column by column, always reset.
// Knows the plain types of the house (instants, ids, text, bytes), no rows of ours.
#pragma once

#include "core/ids.hpp"
#include "time/instant.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace heard::storage {

using Bytes = std::span<const unsigned char>;

class Statement
{
public:
    Statement(sqlite3* connection, std::string_view sql);
    sqlite3_stmt* get() const { return statement_.get(); }

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One row of a result, read from left to right with `>>`. Text is copied out.
class Row
{
public:
    explicit Row(sqlite3_stmt* statement)
        : statement_{statement}
    {}

    Row& operator>>(std::int64_t& value);
    Row& operator>>(int& value);
    Row& operator>>(bool& value);
    Row& operator>>(double& value);
    Row& operator>>(std::string& value);
    Row& operator>>(time::Instant& value);
    /// Bytes of exactly that length; anything else in the column is an Error.
    template <std::size_t N>
    Row& operator>>(std::array<unsigned char, N>& value)
    {
        read_bytes(value);
        return *this;
    }
    template <class Tag>
    Row& operator>>(core::Id<Tag>& id)
    {
        return *this >> id.value;
    }
    template <class T>
    Row& operator>>(std::optional<T>& value)
    {
        if (skip_null()) {
            value.reset();
            return *this;
        }
        return *this >> value.emplace();
    }

private:
    bool skip_null();
    void read_bytes(std::span<unsigned char> into);
    sqlite3_stmt* statement_;
    int column_ = 0;
};

/// A statement in use: values go to `?1`, `?2`, ... in the order of the arguments. Reset when it
/// goes out of scope.
class Query
{
public:
    Query(sqlite3* connection, sqlite3_stmt* statement)
        : connection_{connection}
        , statement_{statement}
    {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Runs to the end and drops any rows.
    template <class... Values>
    void run(const Values&... values)
    {
        bind_all(values...);
        while (step())
            ;
    }

    /// Inserts one row and gives its number. For what every submission writes: `returning` costs
    /// SQLite a temporary table each time.
    template <class... Values>
    std::int64_t insert(const Values&... values)
    {
        run(values...);
        return newest_row();
    }

    /// Every row, each read by `read(Row&)`.
    template <class Read, class... Values>
    auto all(Read read, const Values&... values)
    {
        bind_all(values...);
        std::vector<decltype(read(std::declval<Row&>()))> rows;
        while (step()) {
            Row row{statement_};
            rows.push_back(read(row));
        }
        return rows;
    }

    /// The first row, if there is one.
    template <class Read, class... Values>
    auto first(Read read, const Values&... values)
    {
        bind_all(values...);
        std::optional<decltype(read(std::declval<Row&>()))> found;
        if (step()) {
            Row row{statement_};
            found = read(row);
        }
        return found;
    }

    /// The first column of the first row; `T{}` when there is no row or it is null.
    template <class T, class... Values>
    T value(const Values&... values)
    {
        bind_all(values...);
        std::optional<T> found;
        if (step())
            Row{statement_} >> found;
        return found.value_or(T{});
    }

private:
    template <class... Values>
    void bind_all(const Values&... values)
    {
        reset();
        int position = 0;
        (bind(++position, values), ...);
    }
    void bind(int position, std::int64_t value);
    void bind(int position, int value) { bind(position, std::int64_t{value}); }
    void bind(int position, bool value) { bind(position, std::int64_t{value}); }
    void bind(int position, std::string_view value);
    void bind(int position, const std::string& value) { bind(position, std::string_view{value}); }
    void bind(int position, const char* value) { bind(position, std::string_view{value}); }
    void bind(int position, Bytes value);
    void bind(int position, std::nullopt_t);
    void bind(int position, time::Instant value) { bind(position, time::to_number(value)); }
    template <std::size_t N>
    void bind(int position, const std::array<unsigned char, N>& value)
    {
        bind(position, Bytes{value});
    }
    template <class Tag>
    void bind(int position, core::Id<Tag> id)
    {
        bind(position, id.value);
    }
    template <class T>
    void bind(int position, const std::optional<T>& value)
    {
        if (value)
            bind(position, *value);
        else
            bind(position, std::nullopt);
    }
    void reset() noexcept;
    bool step();
    std::int64_t newest_row() const;

    sqlite3* connection_;
    sqlite3_stmt* statement_;
};

} // namespace heard::storage
