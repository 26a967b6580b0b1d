// Every phrase people read, from web/words/<language>.toml.
// A phrase is looked up by its dotted key; `{name}` in it is filled in. Knows not where it is
// shown.
#pragma once

#include "text/plural.hpp"

#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard::text {

/// The tags of the languages in the program, English first.
std::vector<std::string> languages();

/// The phrases of one language. Cheap to copy. Thread: any.
class Words
{
public:
    using Filling = std::pair<std::string_view, std::string_view>;

    /// The language of that tag (`en`) from the embedded files. Throws std::runtime_error with
    /// file, line and reason.
    static Words of(std::string_view language);
    /// From TOML text, for tests and checks. `name` is used in messages, and its last part is the
    /// language: `de` or `web/words/de.toml`. Throws std::runtime_error, `name:line:column: why`.
    static Words parse(std::string_view toml, std::string_view name);

    const std::string& language() const;
    /// `ltr` or `rtl`, as HTML writes it.
    std::string_view direction() const;

    /// The phrase of `key` with `{name}` replaced. An unknown key is a bug: throws std::logic_error
    /// naming it. A `{name}` that is not handed in stays as it stands. In a language that runs from
    /// right to left what is filled in stands between U+2068 and U+2069 (Unicode's isolates), so
    /// that a name, a reference or a time keeps its own order and its place, in a page and in a
    /// letter alike.
    std::string say(std::string_view key) const { return say(key, {}); }
    std::string say(std::string_view key, std::initializer_list<Filling> fillings) const
    {
        return say(key, std::span{fillings.begin(), fillings.size()});
    }
    std::string say(std::string_view key, std::span<const Filling> fillings) const;

    /// A phrase that depends on a number: the table under `key` has one entry for each plural form
    /// of the language (`one`, `other`, ... after CLDR), and always `other`, which stands in for
    /// forms that are not written. `{n}` is the number, in plain digits unless `fillings` has it.
    /// Which language has which forms: plural.hpp. Throws std::logic_error as say() does.
    std::string count(std::string_view key, long long n,
                      std::initializer_list<Filling> fillings = {}) const
    {
        return count(key, n, std::span{fillings.begin(), fillings.size()});
    }
    std::string count(std::string_view key, long long n, std::span<const Filling> fillings) const;

    bool has(std::string_view key) const;
    /// All dotted keys, sorted: for tests that compare languages. A plural phrase is one key.
    std::vector<std::string> keys() const;
    /// Each way in which the phrase can be worded: a plural phrase has one for each form that the
    /// file writes. None for an unknown key.
    std::vector<std::pair<PluralForm, std::string>> wordings(std::string_view key) const;
    /// All plain phrases by key, for templates.
    const std::map<std::string, std::string, std::less<>>& phrases() const;

private:
    struct Table;
    explicit Words(std::shared_ptr<const Table> table);
    std::shared_ptr<const Table> table_;
};

} // namespace heard::text
