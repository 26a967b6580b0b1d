#include "text/template.hpp"

#include "text/assets.hpp"
#include "text/parsed_template.hpp"

#include <map>
#include <set>

namespace heard::text {

namespace {

/// Languages whose phrases a thread keeps ready. A shop has a handful; only tests make more.
constexpr std::size_t languages_max = 32;

/// A phrasebook, and the templates already known to find all their phrases in it.
struct Language
{
    Phrasebook phrases;
    std::set<const Template*> checked;
};

/// What a thread keeps. Templates are never removed, so their addresses hold.
struct Shelf
{
    std::map<std::string, Template, std::less<>> templates; ///< By path.
    /// By the address of the phrases, which no other language can get as long as the phrasebook
    /// holds its Words.
    std::map<const void*, Language> languages;
};

Template& template_at(Shelf& shelf, std::string_view path)
{
    const auto known = shelf.templates.find(path);
    if (known != shelf.templates.end())
        return known->second;
    return shelf.templates.emplace(path, Template{path, asset}).first->second;
}

Language& language_of(Shelf& shelf, const Words& words)
{
    const void* const key = &words.phrases();
    if (const auto known = shelf.languages.find(key); known != shelf.languages.end())
        return known->second;
    if (shelf.languages.size() == languages_max)
        shelf.languages.clear();
    return shelf.languages.emplace(key, Language{Phrasebook{words}, {}}).first->second;
}

std::string render_as(Template::Escape escape, std::string_view path, const Words& words,
                      const Data& data)
{
    thread_local Shelf shelf;
    auto& page = template_at(shelf, path);
    auto& language = language_of(shelf, words);
    if (!language.checked.contains(&page)) {
        page.require_phrases(words);
        language.checked.insert(&page);
    }
    return page.fill(language.phrases, data, escape);
}

} // namespace

std::string render(std::string_view path, const Words& words, const Data& data)
{
    return render_as(Template::Escape::html, path, words, data);
}

std::string render_plain(std::string_view path, const Words& words, const Data& data)
{
    return render_as(Template::Escape::nothing, path, words, data);
}

} // namespace heard::text
