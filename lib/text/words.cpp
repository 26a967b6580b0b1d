#include "text/words.hpp"

#include "text/assets.hpp"
#include "text/plural.hpp"
#include "text/words_toml.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace heard::text {

namespace {

/// A plural phrase. Empty: the language file does not write that form.
using Forms = std::array<std::string, form_count>;

constexpr std::array<std::string_view, 4> right_to_left = {"ar", "fa", "he", "ur"};
constexpr std::string_view first_strong_isolate = "\u2068";
constexpr std::string_view pop_isolate = "\u2069";

bool runs_from_right(std::string_view language)
{
    return std::ranges::find(right_to_left, language.substr(0, language.find('-'))) !=
           right_to_left.end();
}

/// `phrase` with each `{name}` replaced. In one pass: what is filled in is never looked at again,
/// for it may be a customer's.
std::string filled(std::string_view phrase, std::span<const Words::Filling> fillings, bool isolate)
{
    std::string text;
    for (;;) {
        const auto open = phrase.find('{');
        const auto close = open == phrase.npos ? phrase.npos : phrase.find('}', open);
        if (close == phrase.npos)
            break;
        const auto name = phrase.substr(open + 1, close - open - 1);
        const auto known = std::ranges::find(fillings, name, &Words::Filling::first);
        text += phrase.substr(0, open);
        if (known != fillings.end()) {
            text += isolate ? first_strong_isolate : "";
            text += known->second;
            text += isolate ? pop_isolate : "";
            phrase.remove_prefix(close + 1);
        } else {
            text += '{';
            phrase.remove_prefix(open + 1);
        }
    }
    return text += phrase;
}

/// `web/words/de.toml` and `de` both speak of `de`.
std::string_view language_in(std::string_view name)
{
    if (const auto slash = name.rfind('/'); slash != name.npos)
        name.remove_prefix(slash + 1);
    return name.substr(0, name.find('.'));
}

/// What a language file says, under dotted keys.
struct Catalog
{
    std::map<std::string, std::string, std::less<>> phrases;
    std::map<std::string, Forms, std::less<>> plurals;
};

/// Turns a TOML document into a catalog.
class Reader
{
public:
    Reader(std::string_view name, Catalog& catalog)
        : name_{name}
        , catalog_{catalog}
    {}

    void read(const toml::table& table, const std::string& prefix = {})
    {
        for (const auto& [key, node] : table) {
            if (key.str().empty() || key.str().find('.') != std::string_view::npos)
                refuse(key.source(), "a key has at least one character and no dot");
            read_entry(node, prefix + std::string{key.str()});
        }
    }

    [[noreturn]] void refuse(const toml::source_region& where, std::string_view why) const
    {
        std::ostringstream message;
        message << name_ << ':' << where.begin.line << ':' << where.begin.column << ": " << why;
        throw std::runtime_error(message.str());
    }

private:
    void read_entry(const toml::node& node, const std::string& key)
    {
        if (const auto* phrase = node.as_string())
            catalog_.phrases.emplace(key, phrase->get());
        else if (const auto* table = node.as_table(); !table)
            refuse(node.source(), "`" + key + "` is not a phrase: write it between quotes");
        else if (is_plural(*table))
            catalog_.plurals.emplace(key, read_forms(*table, key));
        else
            read(*table, key + '.');
    }

    /// Nothing but plural forms, and `other` among them.
    static bool is_plural(const toml::table& table)
    {
        const auto is_form = [](const auto& entry) {
            return std::ranges::find(form_names, entry.first.str()) != form_names.end();
        };
        return table.contains("other") && std::all_of(table.begin(), table.end(), is_form);
    }

    Forms read_forms(const toml::table& table, const std::string& key) const
    {
        Forms forms;
        for (std::size_t form = 0; form < form_count; ++form) {
            const auto* const node = table.get(form_names[form]);
            if (!node)
                continue;
            if (!node->is_string())
                refuse(node->source(), "`" + key + '.' + std::string{form_names[form]} +
                                           "` is not a phrase: write it between quotes");
            forms[form] = node->as_string()->get();
        }
        return forms;
    }

    std::string_view name_;
    Catalog& catalog_;
};

std::logic_error missing(const std::string& language, std::string_view key, std::string_view what)
{
    return std::logic_error("web/words/" + language + ".toml has no " + std::string{what} + " `" +
                            std::string{key} + "`");
}

} // namespace

struct Words::Table
{
    std::string language;
    bool from_right = false;
    Catalog catalog;
};

Words::Words(std::shared_ptr<const Table> table)
    : table_(std::move(table))
{}

std::vector<std::string> languages()
{
    constexpr std::string_view folder = "words/";
    std::vector<std::string> tags;
    for (const auto& file : assets())
        if (file.path.starts_with(folder))
            tags.emplace_back(language_in(file.path));
    return tags;
}

Words Words::of(std::string_view language)
{
    // Read once each; the handful of languages stay until exit.
    static std::mutex mutex;
    static std::map<std::string, Words, std::less<>> read;

    const std::lock_guard lock{mutex};
    if (const auto known = read.find(language); known != read.end())
        return known->second;

    const auto path = "words/" + std::string{language} + ".toml";
    const auto file = std::ranges::find(assets(), std::string_view{path}, &Asset::path);
    if (file == assets().end())
        throw std::runtime_error("web/" + path + ": this language is not in the program");
    return read.emplace(language, parse(file->bytes(), "web/" + path)).first->second;
}

Words Words::parse(std::string_view toml, std::string_view name)
{
    auto table = std::make_shared<Table>();
    table->language = language_in(name);
    table->from_right = runs_from_right(table->language);
    Reader reader{name, table->catalog};
    try {
        reader.read(toml::parse(toml, name));
    } catch (const toml::parse_error& error) {
        reader.refuse(error.source(), error.description());
    } catch (const TomlGaveUp& gave_up) {
        reader.refuse({}, gave_up.what());
    }
    return Words{std::move(table)};
}

const std::string& Words::language() const
{
    return table_->language;
}

std::string_view Words::direction() const
{
    return table_->from_right ? "rtl" : "ltr";
}

std::string Words::say(std::string_view key, std::span<const Filling> fillings) const
{
    const auto phrase = table_->catalog.phrases.find(key);
    if (phrase == table_->catalog.phrases.end())
        throw missing(language(), key, "phrase");
    return filled(phrase->second, fillings, table_->from_right);
}

std::string Words::count(std::string_view key, long long n, std::span<const Filling> fillings) const
{
    const auto plural = table_->catalog.plurals.find(key);
    if (plural == table_->catalog.plurals.end())
        throw missing(language(), key, "plural phrase");

    const auto size =
        n < 0 ? -static_cast<unsigned long long>(n) : static_cast<unsigned long long>(n);
    const auto& wanted = plural->second[plural_form(language(), size)];
    const auto& phrase = wanted.empty() ? plural->second[other] : wanted;

    const auto number = std::to_string(n);
    std::vector<Filling> all{
        fillings.begin(),
        fillings.end()}; // First, so that the caller may write `{n}` in another way.
    all.emplace_back("n", number);
    return filled(phrase, all, table_->from_right);
}

bool Words::has(std::string_view key) const
{
    return table_->catalog.phrases.contains(key) || table_->catalog.plurals.contains(key);
}

std::vector<std::string> Words::keys() const
{
    std::vector<std::string> all;
    for (const auto& [key, phrase] : table_->catalog.phrases)
        all.push_back(key);
    for (const auto& [key, forms] : table_->catalog.plurals)
        all.push_back(key);
    std::ranges::sort(all);
    return all;
}

std::vector<std::pair<PluralForm, std::string>> Words::wordings(std::string_view key) const
{
    if (const auto plain = table_->catalog.phrases.find(key);
        plain != table_->catalog.phrases.end())
        return {{other, plain->second}};
    std::vector<std::pair<PluralForm, std::string>> all;
    if (const auto plural = table_->catalog.plurals.find(key);
        plural != table_->catalog.plurals.end())
        for (std::size_t form = 0; form < form_count; ++form)
            if (!plural->second[form].empty())
                all.emplace_back(static_cast<PluralForm>(form), plural->second[form]);
    return all;
}

const std::map<std::string, std::string, std::less<>>& Words::phrases() const
{
    return table_->catalog.phrases;
}

} // namespace heard::text
