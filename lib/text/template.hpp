// Pages and letters from mustache templates in web/. Everything filled in is escaped, always.
// A template sees the phrases of its language as `{{w.form.likes}}`, the caller's data beside them.
// Knows neither what a page is about nor who reads it.
#pragma once

#include "text/words.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

namespace heard::text {

using Data = kainjow::mustache::data;
using DataList = kainjow::mustache::list;

/// Renders web/<path> in a language. `{{>name}}` includes web/pages/_name.html; in a letter,
/// web/letters/_name of the letter's own kind (.txt or .html). A template that does not parse, one
/// with tags that go around escaping (`{{{`, `{{&`, `{{=`), a missing file, or a `{{w.key}}` that
/// the language lacks is a bug: throws std::logic_error. Parsed templates are kept per thread.
/// Thread: any.
std::string render(std::string_view path, const Words& words, const Data& data);

/// The same without HTML escaping, for `text/plain` letters.
std::string render_plain(std::string_view path, const Words& words, const Data& data);

} // namespace heard::text
