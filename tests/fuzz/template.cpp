// Templates, and the data they are filled with: whatever people say stays words. Input: a template,
// one that it may include, and three texts of data.
#include "text/template.hpp"
#include "fuzz/support.hpp"
#include "text/parsed_template.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace heard::fuzz {
namespace {

using text::Data;
using text::DataList;
using text::Template;

constexpr std::string_view markup = "<>&\"'";

std::size_t count_of(std::string_view text, std::string_view piece)
{
    std::size_t count = 0;
    for (auto at = text.find(piece); at != text.npos; at = text.find(piece, at + piece.size()))
        ++count;
    return count;
}

/// Sections in sections over a list, and includes in includes, grow without bound. Ours are a
/// handful, and no stranger writes them.
bool grows_too_much(std::string_view text)
{
    return count_of(text, "{{#") + count_of(text, "{{^") > 5 || count_of(text, "{{>") > 1 ||
           text.size() > 2000;
}

/// Without markup of its own: then all that comes out was data.
std::string without_markup(std::string_view text)
{
    std::string result{text};
    for (char& c : result)
        if (markup.contains(c))
            c = '_';
    // A tag that includes keeps its mark.
    for (auto at = result.find("{{_part"); at != result.npos; at = result.find("{{_part"))
        result[at + 2] = '>';
    return result;
}

std::string unescaped(std::string_view html)
{
    constexpr std::pair<std::string_view, char> entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string text;
    while (!html.empty()) {
        const auto known = std::ranges::find_if(
            entities, [&](const auto& entity) { return html.starts_with(entity.first); });
        require(known != std::end(entities) || !markup.contains(html.front()),
                "no markup comes out of data");
        text += known == std::end(entities) ? html.front() : known->second;
        html.remove_prefix(known == std::end(entities) ? 1 : known->first.size());
    }
    return text;
}

Data data_of(std::string_view a, std::string_view b, std::string_view c)
{
    DataList list;
    for (const auto text : {a, b}) {
        Data item{"a", std::string(text)};
        item.set("b", std::string(c));
        list.push_back(std::move(item));
    }
    Data data{"a", std::string(a)};
    data.set("b", std::string(b));
    data.set("c", std::string(c));
    data.set("list", Data{std::move(list)});
    data.set("yes", Data{true});
    data.set("no", Data{false});
    return data;
}

void check_template(std::string_view page, std::string_view part, const Data& data)
{
    const auto page_text = without_markup(page);
    const auto part_text = without_markup(part);
    const auto file = [&](std::string_view path) -> std::string_view {
        return path == "pages/page.html" ? page_text : part_text;
    };
    static text::Phrasebook phrases{
        text::Words::parse("[form]\nlikes = \"What <b>do</b> you like?\"\n", "en")};
    try {
        Template parsed{"pages/page.html", file};
        parsed.require_phrases(phrases.words());
        const auto html = parsed.fill(phrases, data, Template::Escape::html);
        require(unescaped(html) == parsed.fill(phrases, data, Template::Escape::nothing),
                "escaping changes markup and nothing else");
    } catch (const std::logic_error&) {
        // A template that is none: said when the program starts, and never to a customer.
    }
}

/// A page of ours has the same tags, whatever people said.
void check_page(std::string_view a, std::string_view b, std::string_view c)
{
    const auto tags = [](std::string_view kept, std::string_view way, std::string_view title) {
        Data data{"kept", std::string(kept)};
        data.set("has_kept", Data{true});
        data.set("way", std::string(way));
        data.set("way_words", std::string(kept));
        data.set("title", std::string(title));
        data.set("sentence", std::string(kept));
        data.set("business", std::string(title));
        const auto page = text::render("pages/problem.html", text::Words::of("en"), data);
        return count_of(page, "<") + 1000 * count_of(page, "\"");
    };
    static const auto usual = tags("words", "/", "Corner Shop");
    // An empty way is no way, and has no link.
    require(b.empty() || tags(a, b, c) == usual, "words never become tags");
}

} // namespace

void try_one(std::string_view input)
{
    const auto [page, part, a, b, c] = texts_of<5>(input);
    if (!grows_too_much(page) && !grows_too_much(part))
        check_template(page, part, data_of(a, b, c));
    check_page(a, b, c);
}

} // namespace heard::fuzz
