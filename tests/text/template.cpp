#include "text/template.hpp"

#include "text/assets.hpp"
#include "text/parsed_template.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard::text;

namespace {

bool is_template(std::string_view path)
{
    const bool has_readers =
        path.starts_with("pages/") || path.starts_with("letters/") || path.starts_with("print/");
    const bool included = path.find("/_") != path.npos;
    return has_readers && !included && (path.ends_with(".html") || path.ends_with(".txt"));
}

} // namespace

TEST_CASE("every page and letter in the program parses, and finds its phrases in every language")
{
    for (const auto& file : assets()) {
        if (!is_template(file.path))
            continue;
        const Template page{file.path, asset};
        for (const auto& language : assets())
            if (language.path.starts_with("words/"))
                CHECK_NOTHROW(page.require_phrases(Words::parse(language.bytes(), language.path)));
    }
}

TEST_CASE("a page that was not embedded is a bug, and is named")
{
    CHECK_THROWS_WITH_AS(render("pages/nowhere.html", Words::of("en"), {}),
                         "web/pages/nowhere.html is not embedded in the program", std::logic_error);
}

TEST_CASE("what is rendered again is the same, in more languages than a thread keeps")
{
    // A file of words is no template, but it is there whatever the pages are.
    const auto english = Words::of("en");
    const auto first = render_plain("words/en.toml", english, {});
    CHECK(first.find("[language]") != std::string::npos);
    for (int i = 0; i < 100; ++i)
        CHECK(render_plain("words/en.toml", Words::parse("", "xx"), {}) == first);
    CHECK(render_plain("words/en.toml", english, {}) == first);
}
