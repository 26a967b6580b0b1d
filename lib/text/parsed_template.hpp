// One template, read and parsed, and what it is filled from: the caller's data and the phrases of a
// language. Takes its files from whoever hands them in, keeps nothing between calls: that is
// template.cpp.
#pragma once

#include "text/words.hpp"

#include <kainjow/mustache.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace heard::text {

/// The phrases of one language as the template engine wants them. Thread: one at a time.
class Phrasebook
{
public:
    explicit Phrasebook(Words words);

    const Words& words() const { return words_; }
    /// The phrase of a template's name with its prefix, `w.form.likes`; null if there is none.
    const kainjow::mustache::data* find(const std::string& name) const;

private:
    Words words_;
    std::unordered_map<std::string, kainjow::mustache::data> phrases_;
};

/// A mustache template. Thread: one at a time, for the engine writes into the parsed form while it
/// renders.
class Template
{
public:
    using Files = std::function<std::string_view(std::string_view path)>;
    enum class Escape { html, nothing };

    /// The template at `path` with everything it includes. Throws std::logic_error, naming the
    /// file, if it does not parse, includes itself, or holds a tag that goes around escaping
    /// (`{{{`, `{{&`, `{{=`).
    Template(std::string_view path, const Files& files);

    /// Throws std::logic_error for the first phrase that `words` lacks, on whatever branch of the
    /// template it stands.
    void require_phrases(const Words& words) const;

    /// The page. `phrases` has what require_phrases() asked for.
    std::string fill(const Phrasebook& phrases, const kainjow::mustache::data& data, Escape escape);

private:
    std::string path_;
    std::vector<std::string> phrases_needed_; ///< Without `w.`.
    kainjow::mustache::mustache parsed_;
};

} // namespace heard::text
