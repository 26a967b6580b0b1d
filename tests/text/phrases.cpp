// Whether the languages say the same things, each with its own forms, and nothing that nobody
// reads.

#include "text/plural.hpp"
#include "text/words.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

using namespace heard::text;

namespace {

using Names = std::set<std::string>;

/// Whatever stands in braces.
Names placeholders_in(std::string_view phrase)
{
    Names names;
    for (auto open = phrase.find('{'); open != phrase.npos; open = phrase.find('{', open + 1))
        names.emplace(phrase.substr(open + 1, phrase.find('}', open) - open - 1));
    return names;
}

/// All forms that whole numbers take in a language, and `other`, which fractions take in Polish.
std::set<PluralForm> forms_of(std::string_view language)
{
    std::set<PluralForm> forms = {other};
    for (unsigned long long n = 0; n < 300; ++n)
        forms.insert(plural_form(language, n));
    return forms;
}

std::set<PluralForm> forms_in(const Words& words, const std::string& key)
{
    std::set<PluralForm> forms;
    for (const auto& [form, wording] : words.wordings(key))
        forms.insert(form);
    return forms;
}

bool is_plural(const Words& words, const std::string& key)
{
    return !words.phrases().contains(key);
}

/// All files of lib/, daemon/, and the templates of web/, one after the other.
const std::string& everything_written()
{
    static const auto text = [] {
        std::string all;
        for (const auto* folder : {"lib", "daemon", "web/pages", "web/print", "web/letters"})
            for (const auto& file :
                 std::filesystem::recursive_directory_iterator(std::string{SOURCES "/"} + folder)) {
                std::ifstream stream{file.path(), std::ios::binary};
                if (file.is_regular_file())
                    all.append(std::istreambuf_iterator<char>{stream}, {});
            }
        return all;
    }();
    return text;
}

/// What stands between `before` and `after`, wherever both do and a key may.
Names keys_between(std::string_view before, std::string_view after)
{
    Names keys;
    const std::string_view text = everything_written();
    for (auto at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
        const auto begin = at + before.size();
        const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.0123456789", begin);
        if (end != text.npos && text.substr(end).starts_with(after))
            keys.emplace(text.substr(begin, end - begin));
    }
    return keys;
}

/// Of keys that are put together while the program runs.
constexpr std::array<std::string_view, 14> made_up = {
    "time.",          "field.",           "refusal.",     "letter.you.",
    "letter.they.",   "letter.disk_full", "staff.kind.",  "letter.database_",
    "queue.view.",    "queue.empty.",     "ticket.book.", "ticket.promise_",
    "staff.channel.", "ticket.sign."};

bool is_made_up(std::string_view key)
{
    return std::ranges::any_of(made_up, [&](auto prefix) { return key.starts_with(prefix); });
}

} // namespace

TEST_CASE("every language in the program has the phrases of the English one, and no others")
{
    const auto keys = Words::of("en").keys();
    CHECK(languages().front() == "en");
    for (const auto& language : languages()) {
        INFO(language);
        CHECK(Words::of(language).keys() == keys);
    }
}

TEST_CASE("a phrase is filled in with the same things in every language")
{
    const auto english = Words::of("en");
    for (const auto& language : languages())
        for (const auto& key : english.keys()) {
            INFO(language, " ", key);
            auto names = placeholders_in(english.wordings(key).back().second);
            if (is_plural(english, key))
                names.insert("n"); // "One of them" needs no figure, so a form may go without.
            for (const auto& [form, wording] : Words::of(language).wordings(key)) {
                auto own = placeholders_in(wording);
                if (is_plural(english, key))
                    own.insert("n");
                CHECK(own == names);
            }
        }
}

TEST_CASE("what is counted has all forms of its language")
{
    const auto english = Words::of("en");
    for (const auto& language : languages())
        for (const auto& key : english.keys()) {
            INFO(language, " ", key);
            const auto words = Words::of(language);
            CHECK(is_plural(words, key) == is_plural(english, key));
            if (is_plural(english, key))
                CHECK(forms_in(words, key) == forms_of(language));
        }
}

TEST_CASE("a phrase that nobody reads is not there")
{
    auto read = keys_between("\"", "\"");
    read.merge(keys_between("{{w.", "}}"));
    for (const auto& key : Words::of("en").keys()) {
        INFO(key);
        CHECK((read.contains(key) || is_made_up(key)));
    }
}

TEST_CASE("a phrase that the program says is there")
{
    const auto english = Words::of("en");
    for (const auto& key : keys_between("say(\"", "\"")) {
        INFO(key);
        // Else it is not Words that say it, or the rest of the key is put on later.
        if (key.find('.') != key.npos && !key.ends_with('.'))
            CHECK((english.has(key) || is_made_up(key)));
    }
}

TEST_CASE("each language is called by its own name, and knows which way it runs")
{
    CHECK(Words::of("de").say("language.name") == "Deutsch");
    CHECK(Words::of("de").direction() == "ltr");
    CHECK(Words::of("ar").direction() == "rtl");
}
