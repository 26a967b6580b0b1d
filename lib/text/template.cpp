#include "text/template.hpp"

#include "text/assets.hpp"

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace heard::text {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view tag_open = "{{";
constexpr std::string_view tag_close = "}}";
constexpr std::string_view words_prefix = "w.";

/// Templates that include themselves stop here.
constexpr int include_depth_max = 8;

/// Languages whose phrases a thread keeps ready. A shop has a handful; only tests make more.
constexpr std::size_t languages_max = 32;

[[noreturn]] void refuse(std::string_view path, const std::string& why)
{
    throw std::logic_error("web/" + std::string{path} + ": " + why);
}

// ---- Reading a template ----

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto from = std::min(text.find_first_not_of(blanks), text.size());
    const auto to = text.find_last_not_of(blanks) + 1;
    return text.substr(from, to > from ? to - from : 0);
}

/// Where `{{>name}}` in the file at `path` is found: letters have their own, by kind; all others
/// are web/pages/.
std::string partial_path(std::string_view path, std::string_view name)
{
    const bool letter = path.starts_with("letters/");
    const auto extension = letter ? path.substr(path.rfind('.')) : std::string_view{".html"};
    return (letter ? "letters/_" : "pages/_") + std::string{name} + std::string{extension};
}

/// Adds a template to a text that holds no more includes, and writes down the phrases it needs.
class Reader
{
public:
    std::string text;
    std::vector<std::string> phrases_needed;

    void read(std::string_view path, int depth = 0)
    {
        if (depth > include_depth_max)
            refuse(path, "includes itself");
        auto rest = asset(path);
        if (depth > 0 && rest.ends_with('\n'))
            rest.remove_suffix(1); // The line that includes it ends by itself.
        for (auto open = rest.find(tag_open); open != rest.npos; open = rest.find(tag_open)) {
            text += rest.substr(0, open);
            const auto close = rest.find(tag_close, open);
            if (close == rest.npos)
                refuse(path, "a tag is not closed");
            read_tag(path, trimmed(rest.substr(open + 2, close - open - 2)), depth);
            rest.remove_prefix(close + 2);
        }
        text += rest;
    }

private:
    void read_tag(std::string_view path, std::string_view tag, int depth)
    {
        const char kind = tag.empty() ? '\0' : tag.front();
        if (kind == '{' || kind == '&' || kind == '=')
            refuse(path, "{{" + std::string{tag} + "}} would go around escaping");
        if (kind == '!')
            return;
        if (kind == '>')
            return read(partial_path(path, trimmed(tag.substr(1))), depth + 1);

        const bool section = kind == '#' || kind == '^' || kind == '/';
        const auto name = section ? trimmed(tag.substr(1)) : tag;
        if (name.empty())
            refuse(path, "a tag without a name");
        if (name.starts_with(words_prefix))
            phrases_needed.emplace_back(name.substr(words_prefix.size()));
        text.append(tag_open).append(tag).append(tag_close);
    }
};

/// A template, parsed, and the phrases it needs.
struct Template
{
    mustache::mustache parsed;
    std::vector<std::string> phrases_needed;
};

/// Spaces at the beginning of lines mean nothing in HTML, but each would be a node of the parsed
/// template.
std::string without_indent(std::string_view html)
{
    std::string text;
    text.reserve(html.size());
    for (const char c : html)
        if (c != ' ' || (!text.empty() && text.back() != '\n'))
            text += c;
    return text;
}

Template read_template(std::string_view path)
{
    Reader reader;
    reader.read(path);
    mustache::mustache parsed{path.ends_with(".html") ? without_indent(reader.text) : reader.text};
    if (!parsed.is_valid())
        refuse(path, parsed.error_message());
    return {std::move(parsed), std::move(reader.phrases_needed)};
}

// ---- What each thread keeps ----

/// The phrases of one language in the engine's form, and the templates already seen to find theirs
/// in it.
struct Phrases
{
    Words words; ///< Held, so that the table whose address is the key below is not replaced by
                 ///< another.
    std::unordered_map<std::string, Data> by_name; ///< `w.form.likes`
    std::set<const Template*> checked;
};

struct Shelf
{
    std::map<std::string, Template, std::less<>> templates; ///< By path. Never removed from.
    std::map<const void*, Phrases> languages;               ///< By the address of the phrases.
};

Shelf& shelf()
{
    thread_local Shelf of_this_thread;
    return of_this_thread;
}

Template& template_at(std::string_view path)
{
    auto& templates = shelf().templates;
    auto known = templates.find(path);
    if (known == templates.end())
        known = templates.emplace(path, read_template(path)).first;
    return known->second;
}

Phrases& phrases_of(const Words& words)
{
    auto& languages = shelf().languages;
    const void* const key = &words.phrases();
    if (const auto known = languages.find(key); known != languages.end())
        return known->second;

    if (languages.size() == languages_max)
        languages.clear();
    auto& phrases = languages.emplace(key, Phrases{words, {}, {}}).first->second;
    for (const auto& [name, phrase] : words.phrases())
        phrases.by_name.emplace(std::string{words_prefix} + name, phrase);
    return phrases;
}

/// Throws for the first phrase that the language lacks, on whatever branch of the template it
/// stands.
void check_phrases(std::string_view path, const Template& page, Phrases& phrases)
{
    if (phrases.checked.contains(&page))
        return;
    for (const auto& name : page.phrases_needed)
        if (!phrases.words.phrases().contains(name))
            refuse(path, "language " + phrases.words.language() + " has no phrase `" + name + "`");
    phrases.checked.insert(&page);
}

// ---- Filling in ----

/// Finds a name in the phrases if it begins with `w.`, else in the data, innermost section first.
class Context final : public mustache::basic_context<std::string>
{
public:
    Context(const Phrases& phrases, const Data& data)
        : phrases_{phrases}
        , levels_{&data}
    {}

    void push(const Data* data) override { levels_.push_back(data); }
    void pop() override { levels_.pop_back(); }

    const Data* get(const std::string& name) const override
    {
        if (name == ".")
            return levels_.back();
        if (name.starts_with(words_prefix))
            return &phrases_.by_name.at(name);
        for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
            if (const auto* const found = find(**level, name))
                return found;
        return nullptr;
    }

    /// None: they were put in place when the template was read.
    const Data* get_partial(const std::string&) const override { return nullptr; }

private:
    static const Data* find(const Data& data, const std::string& name)
    {
        const auto dot = name.find('.');
        if (dot == name.npos)
            return data.get(name);
        const auto* const inner = data.get(name.substr(0, dot));
        return inner ? find(*inner, name.substr(dot + 1)) : nullptr;
    }

    const Phrases& phrases_;
    std::vector<const Data*> levels_;
};

std::string escaped(const std::string& text)
{
    std::string html;
    html.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        case '\'':
            html += "&#39;"; // &apos; is not in HTML 4, which old mail programs speak.
            break;
        default:
            html += c;
        }
    }
    return html;
}

std::string unchanged(const std::string& text)
{
    return text;
}

/// The stream that the engine writes to: std::ostringstream costs more than the rendering.
struct Page
{
    std::string text;
    Page& operator<<(const std::string& part)
    {
        text += part;
        return *this;
    }
};

std::string render_with(std::string (*escape)(const std::string&), std::string_view path,
                        const Words& words, const Data& data)
{
    auto& page = template_at(path);
    auto& phrases = phrases_of(words);
    check_phrases(path, page, phrases);

    Context context{phrases, data};
    Page out;
    page.parsed.set_custom_escape(escape);
    page.parsed.render(context, out);
    if (!page.parsed.is_valid())
        refuse(path, page.parsed.error_message());
    return std::move(out.text);
}

} // namespace

std::string render(std::string_view path, const Words& words, const Data& data)
{
    return render_with(escaped, path, words, data);
}

std::string render_plain(std::string_view path, const Words& words, const Data& data)
{
    return render_with(unchanged, path, words, data);
}

} // namespace heard::text
