#include "text/parsed_template.hpp"

#include <algorithm>
#include <stdexcept>

namespace heard::text {

namespace {

namespace mustache = kainjow::mustache;
using Data = mustache::data;

constexpr std::string_view tag_open = "{{";
constexpr std::string_view tag_close = "}}";
constexpr std::string_view words_prefix = "w.";

/// Templates that include themselves stop here.
constexpr int include_depth_max = 8;

[[noreturn]] void refuse(std::string_view path, const std::string& why)
{
    throw std::logic_error("web/" + std::string{path} + ": " + why);
}

// ---- Reading a template ----

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\v\f\r"; // As the engine has them (std::isspace).
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

    explicit Reader(const Template::Files& files)
        : files_{files}
    {}

    void read(std::string_view path, int depth = 0)
    {
        if (depth > include_depth_max)
            refuse(path, "includes itself");
        auto rest = files_(path);
        if (depth > 0 && rest.ends_with('\n'))
            rest.remove_suffix(1); // The line that includes it ends by itself.
        for (auto open = rest.find(tag_open); open != rest.npos; open = rest.find(tag_open)) {
            text += rest.substr(0, open);
            const auto close = rest.find(tag_close, open);
            if (close == rest.npos)
                refuse(path, "a tag is not closed");
            const auto tag = trimmed(rest.substr(open + 2, close - open - 2));
            rest.remove_prefix(close + 2);
            if (!tag.starts_with('!'))
                read_tag(path, tag, depth);
            else if ((text.empty() || text.ends_with('\n')) && rest.starts_with('\n'))
                rest.remove_prefix(1); // A comment alone on its line leaves no empty line.
        }
        text += rest;
    }

private:
    void read_tag(std::string_view path, std::string_view tag, int depth)
    {
        const char kind = tag.empty() ? '\0' : tag.front();
        if (kind == '{' || kind == '&' || kind == '=')
            refuse(path, "{{" + std::string{tag} + "}} would go around escaping");
        if (kind == '>')
            return read(partial_path(path, trimmed(tag.substr(1))), depth + 1);

        const bool section = kind == '#' || kind == '^' || kind == '/';
        const auto name = section ? trimmed(tag.substr(1)) : tag;
        if (name.empty() || name == "w")
            refuse(path, "a tag without the name of a phrase or of data");
        if (name.starts_with(words_prefix))
            phrases_needed.emplace_back(name.substr(words_prefix.size()));
        text.append(tag_open).append(tag).append(tag_close);
    }

    const Template::Files& files_;
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

mustache::mustache parse(std::string_view path, const std::string& text)
{
    mustache::mustache parsed{path.ends_with(".html") ? without_indent(text) : text};
    if (!parsed.is_valid())
        refuse(path, parsed.error_message());
    return parsed;
}

// ---- Filling in ----

/// Finds a name in the phrases if it begins with `w.`, else in the data, innermost section first.
class Context final : public mustache::basic_context<std::string>
{
public:
    Context(const Phrasebook& phrases, const Data& data)
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
            return phrases_.find(name);
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

    const Phrasebook& phrases_;
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

} // namespace

Phrasebook::Phrasebook(Words words)
    : words_{std::move(words)}
{
    for (const auto& [key, phrase] : words_.phrases())
        phrases_.emplace(std::string{words_prefix} + key, phrase);
}

const Data* Phrasebook::find(const std::string& name) const
{
    const auto found = phrases_.find(name);
    return found == phrases_.end() ? nullptr : &found->second;
}

Template::Template(std::string_view path, const Files& files)
    : path_{path}
    , parsed_{std::string{}}
{
    Reader reader{files};
    reader.read(path);
    parsed_ = parse(path, reader.text);
    phrases_needed_ = std::move(reader.phrases_needed);
}

void Template::require_phrases(const Words& words) const
{
    for (const auto& key : phrases_needed_)
        if (!words.phrases().contains(key))
            refuse(path_, "language `" + words.language() + "` has no phrase `" + key + "`");
}

std::string Template::fill(const Phrasebook& phrases, const Data& data, Escape escape)
{
    Context context{phrases, data};
    Page page;
    parsed_.set_custom_escape(escape == Escape::html ? escaped : unchanged);
    parsed_.render(context, page);
    if (!parsed_.is_valid())
        refuse(path_, parsed_.error_message());
    return std::move(page.text);
}

} // namespace heard::text
