#include "daemon/command_flyer.hpp"

#include "auth/base64url.hpp"
#include "auth/bytes.hpp"
#include "daemon/config_files.hpp"
#include "daemon/config_values.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/on_paper.hpp"
#include "daemon/portrait.hpp"
#include "daemon/whole_file.hpp"
#include "site/form_page.hpp"
#include "site/frame.hpp"
#include "text/template.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <expected>
#include <iostream>
#include <optional>

namespace heard::daemon {

namespace {

/// Characters beyond which a line on the sign is set smaller, so that it stays on its paper.
constexpr std::size_t long_voice = 19;
constexpr std::size_t long_questions = 60; ///< Of all three together.
constexpr std::size_t long_promise = 50;

constexpr int cards = 8;

int fail(const std::string& sentence)
{
    std::cerr << "heard: " << sentence << "\n";
    return exit_usage;
}

/// RFC 4648 §4, as data: addresses want it.
std::string base64(std::string_view bytes)
{
    auto text = auth::to_base64url(auth::bytes_of(bytes));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return text.append((4 - text.size() % 4) % 4, '=');
}

std::expected<text::Words, std::string> find_words(const std::string& language)
{
    std::string known;
    for (const auto& tag : text::languages()) {
        if (tag == language)
            return text::Words::of(language);
        known += " " + tag;
    }
    return std::unexpected("--lang has no language " + in_quotes(language) + "; there is:" + known);
}

/// The branch of that code, in any letter case; the whole shop, as nullptr, without one.
std::expected<const BranchSettings*, std::string> find_branch(const Config& config,
                                                              const std::string& code)
{
    if (code.empty())
        return nullptr;
    const auto wanted = in_capitals(code);
    std::string known;
    for (const auto& branch : config.branches) {
        if (in_capitals(branch.code) == wanted)
            return &branch;
        known += " " + branch.code;
    }
    return std::unexpected("--branch has no branch " + in_quotes(code) +
                           (known.empty() ? "; the settings have none" : "; there is:" + known));
}

/// Larger than on a page. The settings were read a moment ago, and the picture with them.
std::string printed(const std::filesystem::path& file)
{
    const auto picture = read_file(file, picture_size_max);
    if (!picture)
        throw std::runtime_error{in_quotes(file.string()) + ": " + picture.error()};
    auto portrait = portrait_of(*picture, portrait_in_print);
    if (!portrait)
        throw std::runtime_error{in_quotes(file.string()) + std::string{portrait.error()}};
    return *std::move(portrait);
}

void add_owner(text::Data& data, const Config& config)
{
    if (const auto& file = config.owner_photo.file; !file.empty())
        data.set("photo", "data:image/jpeg;base64," + base64(printed(file)));
    data.set("initial", site::initial_of(config.owner_name));
    data.set("owner", config.owner_name);
    data.set("business", config.business_name);
}

/// As people read it: without the scheme, which nobody types, and in two parts.
void add_address(text::Data& data, const std::string& base_url, const std::string& path)
{
    const auto code = code_of(base_url + path);
    const auto host = base_url.substr(base_url.find("://") + 3);
    data.set("code", code.path);
    data.set("code_size", std::to_string(code.size));
    data.set("host", host);
    data.set("path", path);
    data.set("characters", std::to_string(std::max(host.size(), path.size())));
}

void add_words(text::Data& data, const text::Words& words, const Config& config)
{
    const auto characters = [&](const char* key) { return text::count_characters(words.say(key)); };
    data.set("lang", words.language());
    data.set("dir", std::string{words.direction()});
    data.set("title", words.say("flyer.title", {{"business", config.business_name}}));
    const auto promise = site::promise_in_words(words, config.promise);
    data.set("promise", promise);
    data.set("long_promise", text::count_characters(promise) > long_promise);
    data.set("long_voice", characters("form.voice") > long_voice);
    data.set("long_questions",
             characters("form.likes") + characters("form.dislikes") + characters("form.wishes") >
                 long_questions);
}

std::string flyer(const Config& config, const text::Words& words, const BranchSettings* branch)
{
    text::Data data;
    add_words(data, words, config);
    add_owner(data, config);
    if (branch)
        data.set("branch", branch->name);
    add_address(data, config.base_url, branch ? "/b/" + branch->code : "");
    text::Data eight{text::Data::type::list};
    for (int card = 0; card < cards; ++card)
        eight << text::Data{text::Data::type::object};
    data.set("cards", eight);
    return text::render("print/flyer.html", words, data);
}

} // namespace

int flyer_command(const Config& config, const FlyerOptions& options)
{
    const auto words =
        find_words(options.language.empty() ? config.languages.front() : options.language);
    if (!words)
        return fail(words.error());
    const auto branch = find_branch(config, options.branch);
    if (!branch)
        return fail(branch.error());
    if (is_loopback(config.base_url))
        std::cerr << "heard: " << config.base_url
                  << " opens on this computer only; set server.base_url before you print\n";
    write_whole_or_print(options.out, flyer(config, *words, *branch));
    return exit_well;
}

} // namespace heard::daemon
