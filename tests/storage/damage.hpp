// Damage done to a database file on the disk, as a bad sector or a stray write would. For tests of
// who notices, and of who need not. The file must be closed: nobody looks twice at a page in
// memory.
#pragma once

#include "storage/database.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace heard::storage {

class DamagedFile
{
public:
    explicit DamagedFile(std::filesystem::path file)
        : file_{std::move(file)}
    {}

    /// Flips a bit in the only place where these words stand.
    void where_it_says(const std::string& words) const
    {
        const auto bytes = all();
        const auto at = bytes.find(words);
        if (at == std::string::npos || bytes.find(words, at + 1) != std::string::npos)
            throw std::logic_error{"not exactly once in the file: " + words};
        flip(at, bytes[at]);
    }

    /// Flips a bit in the leaf that stands first in a table or an index of two levels.
    void first_leaf_of(const std::string& name) const
    {
        const auto bytes = all();
        const auto middle = first_leaf(bytes, name) + page_bytes / 2;
        flip(middle, bytes.at(middle));
    }

    /// Gives a row on that leaf of a table another number. Of a short row with a number below 128.
    void number_in_first_leaf_of(const std::string& name, std::size_t row, char number) const
    {
        const auto bytes = all();
        const auto leaf = first_leaf(bytes, name);
        constexpr std::size_t leaf_header = 8;
        // A cell begins with the bytes it holds, then comes the row's number.
        put(leaf + number_at(bytes, leaf + leaf_header + 2 * row, 2) + 1, number);
    }

private:
    static constexpr std::size_t page_bytes = 1024;

    static std::size_t number_at(const std::string& bytes, std::size_t at, int count)
    {
        std::size_t value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 8 | static_cast<unsigned char>(bytes.at(at++));
        return value;
    }

    /// Where it begins in the file.
    std::size_t first_leaf(const std::string& bytes, const std::string& name) const
    {
        const auto root = root_of(name);
        // sqlite.org/fileformat2.html, 1.6: a page with children has 12 bytes of header, then the
        // places of its cells, each of which begins with the number of a child.
        constexpr std::size_t interior_header = 12;
        const auto page = (root - 1) * page_bytes;
        if (const auto kind = number_at(bytes, page, 1); kind != 2 && kind != 5)
            throw std::logic_error{name + " has no leaves of its own"};
        const auto cell = page + number_at(bytes, page + interior_header, 2);
        return (number_at(bytes, cell, 4) - 1) * page_bytes;
    }

    std::string all() const
    {
        std::ifstream in{file_, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

    std::size_t root_of(const std::string& name) const
    {
        Database database{file_, Access::inspect};
        return static_cast<std::size_t>(
            database.prepare("select rootpage from sqlite_schema where name = ?1")
                .value<std::int64_t>(name));
    }

    void flip(std::size_t at, char byte) const { put(at, static_cast<char>(byte ^ 1)); }

    void put(std::size_t at, char byte) const
    {
        std::fstream out{file_, std::ios::binary | std::ios::in | std::ios::out};
        out.seekp(static_cast<std::streamoff>(at));
        out.put(byte);
    }

    std::filesystem::path file_;
};

} // namespace heard::storage
