// A table of the settings file, read key by key. Remembers which keys were asked for, so that what
// nobody asked for is reported with the nearest known key. Knows TOML and places; knows no setting
// and no default.
#pragma once

#include "daemon/config.hpp"

#include <concepts>
#include <optional>
#include <type_traits>

// toml++ 3 has no header of forward declarations; the whole of it would be compiled into every file
// that reads a table.
namespace toml {
inline namespace v3 {
class node;
class table;
} // namespace v3
} // namespace toml

namespace heard::daemon {

/// Where something stands in the file, counted from 1; 0 is the file as a whole.
struct Place
{
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    auto operator<=>(const Place&) const = default;
};

/// What was found so far.
class Report
{
public:
    explicit Report(std::string file);
    void problem(Place place, std::string text);
    void warning(Place place, std::string text);
    /// Everything found, in the order of the file.
    std::vector<Finding> findings() &&;

private:
    std::string file_;
    std::vector<Finding> findings_;
};

template <class T>
struct Placed
{
    T value;
    Place place;
};

/// What a text means, or what is wrong with it and what to write instead.
template <class T>
using Meaning = std::expected<T, std::string>;

/// `parse` turns text into what it means: `Meaning<T> parse(std::string_view)`.
template <class Parse>
using MeaningOf = typename std::invoke_result_t<Parse, std::string_view>::value_type;

/// Absent keys and absent tables leave everything as it was: defaults are the caller's. Keys must
/// be literals. Refers to the parsed document and to the report, which must outlive it.
class TableReader
{
public:
    /// The top of the file.
    TableReader(const toml::table& document, Report& report);

    bool has(std::string_view key) const;
    /// True for `key = []`.
    bool is_empty_list(std::string_view key) const;

    /// Reads a text; true when it was there and meant something.
    template <class T, class Parse>
    bool read(std::string_view key, T& into, const Parse& parse);
    /// Reads a list of texts, or one text alone. Items that mean nothing are reported and left out.
    template <class Parse>
    std::vector<Placed<MeaningOf<Parse>>> list(std::string_view key, const Parse& parse);
    /// The same where nobody needs the places. A list that is there replaces what was in `into`.
    template <class T, class Parse>
    void read_list(std::string_view key, std::vector<T>& into, const Parse& parse);
    /// Reads a whole number from `least` to `most`.
    template <std::integral Number>
    void read_number(std::string_view key, Number& into, std::type_identity_t<Number> least,
                     std::type_identity_t<Number> most);
    void read_flag(std::string_view key, bool& into);

    /// The table below `key`, written `[key]`. An absent one reads as empty.
    TableReader table(std::string_view key);
    /// The tables below `key`, written `[[key]]`, in their order.
    std::vector<TableReader> tables(std::string_view key);

    /// The same table for a second look: what is wrong with it was said before.
    TableReader peek(std::string_view key) const;

    /// A problem with the value of `key`, or, if it has none, with the table.
    void problem(std::string_view key, std::string_view text) const;
    void warning(std::string_view key, std::string_view text) const;
    /// A problem with one item of the list `key`.
    void problem_at(Place place, std::string_view key, std::string_view text) const;

    /// A key that must be there. `line` is what to add.
    void require(std::string_view key, std::string_view line) const;
    /// A key that must not be there, and why. Never shows its value.
    void refuse(std::string_view key, std::string_view why);
    /// Call last: whatever was not asked for is a problem.
    void reject_the_rest() const;

private:
    TableReader(const toml::table* table, std::string heading, Place place, Report& report);

    const toml::node* ask(std::string_view key);
    std::optional<Placed<std::string>> text(std::string_view key);
    std::vector<Placed<std::string>> texts(std::string_view key);
    std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most);
    void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted) const;
    std::string name_of(std::string_view key) const;
    Place place_of(std::string_view key) const;
    std::string suggestion(std::string_view unknown) const;

    const toml::table* table_; ///< Null: the table is absent.
    std::string heading_;      ///< As it is written: `[mail]`, `[[ladder]]`; empty at the top.
    Place place_;
    Report* report_;
    std::vector<std::string_view> known_;
    std::vector<std::string_view> refused_;
};

template <class T, class Parse>
bool TableReader::read(std::string_view key, T& into, const Parse& parse)
{
    const auto found = text(key);
    if (!found)
        return false;
    auto meaning = parse(std::string_view{found->value});
    if (!meaning) {
        problem_at(found->place, key, meaning.error());
        return false;
    }
    into = *std::move(meaning);
    return true;
}

template <class Parse>
std::vector<Placed<MeaningOf<Parse>>> TableReader::list(std::string_view key, const Parse& parse)
{
    std::vector<Placed<MeaningOf<Parse>>> items;
    for (const auto& found : texts(key)) {
        if (auto meaning = parse(std::string_view{found.value}))
            items.push_back({*std::move(meaning), found.place});
        else
            problem_at(found.place, key, meaning.error());
    }
    return items;
}

template <class T, class Parse>
void TableReader::read_list(std::string_view key, std::vector<T>& into, const Parse& parse)
{
    if (has(key))
        into.clear();
    for (auto& item : list(key, parse))
        into.push_back(std::move(item.value));
}

template <std::integral Number>
void TableReader::read_number(std::string_view key, Number& into,
                              std::type_identity_t<Number> least, std::type_identity_t<Number> most)
{
    if (const auto found =
            number(key, static_cast<std::int64_t>(least), static_cast<std::int64_t>(most)))
        into = static_cast<Number>(*found);
}

} // namespace heard::daemon
