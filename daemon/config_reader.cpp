#include "daemon/config_reader.hpp"

#include "text/likeness.hpp"
#include "text/words_toml.hpp"

#include <algorithm>
#include <tuple>

namespace heard::daemon {

namespace {

Place place_in(const toml::source_region& region)
{
    return {region.begin.line, region.begin.column};
}

std::string_view spoken_type(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return "a table";
    case toml::node_type::array:
        return "a list";
    case toml::node_type::string:
        return "text";
    case toml::node_type::integer:
        return "a number";
    case toml::node_type::floating_point:
        return "a number with a fraction";
    case toml::node_type::boolean:
        return "true or false";
    case toml::node_type::date:
        return "a date without quotes";
    case toml::node_type::time:
        return "a time without quotes";
    case toml::node_type::date_time:
        return "a date and time without quotes";
    case toml::node_type::none:
        break;
    }
    return "nothing";
}

std::string code(std::string_view text)
{
    return "`" + std::string(text) + "`";
}

} // namespace

Report::Report(std::string file)
    : file_(std::move(file))
{}

void Report::problem(Place place, std::string text)
{
    findings_.push_back(
        {Finding::Weight::problem, file_, place.line, place.column, std::move(text)});
}

void Report::warning(Place place, std::string text)
{
    findings_.push_back(
        {Finding::Weight::warning, file_, place.line, place.column, std::move(text)});
}

std::vector<Finding> Report::findings() &&
{
    std::ranges::stable_sort(findings_, {}, [](const Finding& finding) {
        return std::tuple(finding.line, finding.column);
    });
    return std::move(findings_);
}

TableReader::TableReader(const toml::table& document, Report& report)
    : TableReader(&document, "", Place{1, 1}, report)
{}

TableReader::TableReader(const toml::table* table, std::string heading, Place place, Report& report)
    : table_(table)
    , heading_(std::move(heading))
    , place_(place)
    , report_(&report)
{}

bool TableReader::has(std::string_view key) const
{
    return table_ && table_->contains(key);
}

const toml::node* TableReader::ask(std::string_view key)
{
    known_.push_back(key);
    return table_ ? table_->get(key) : nullptr;
}

bool TableReader::is_empty_list(std::string_view key) const
{
    const auto* items = has(key) ? table_->get_as<toml::array>(key) : nullptr;
    return items && items->empty();
}

std::optional<Placed<std::string>> TableReader::text(std::string_view key)
{
    const auto* node = ask(key);
    if (!node)
        return std::nullopt;
    if (const auto* value = node->as_string())
        return Placed<std::string>{value->get(), place_in(node->source())};
    wrong_type(key, *node, "text in quotes");
    return std::nullopt;
}

std::vector<Placed<std::string>> TableReader::texts(std::string_view key)
{
    const auto* node = ask(key);
    if (!node)
        return {};
    if (const auto* value = node->as_string())
        return {{value->get(), place_in(node->source())}};
    const auto* items = node->as_array();
    if (!items) {
        wrong_type(key, *node, "a list of texts such as [\"...\", \"...\"]");
        return {};
    }
    std::vector<Placed<std::string>> found;
    for (const auto& item : *items) {
        if (const auto* value = item.as_string())
            found.push_back({value->get(), place_in(item.source())});
        else
            wrong_type(key, item, "each one in quotes");
    }
    return found;
}

std::optional<std::int64_t> TableReader::number(std::string_view key, std::int64_t least,
                                                std::int64_t most)
{
    const auto* node = ask(key);
    if (!node)
        return std::nullopt;
    const auto* value = node->as_integer();
    if (!value) {
        wrong_type(key, *node, "a whole number without quotes");
        return std::nullopt;
    }
    if (value->get() < least || value->get() > most) {
        problem(key, std::to_string(value->get()) + " is out of range; write a number from " +
                         std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return value->get();
}

void TableReader::read_flag(std::string_view key, bool& into)
{
    const auto* node = ask(key);
    if (!node)
        return;
    if (const auto* value = node->as_boolean())
        into = value->get();
    else
        wrong_type(key, *node, "true or false, without quotes");
}

TableReader TableReader::table(std::string_view key)
{
    const auto* node = ask(key);
    auto below = peek(key);
    if (node && !below.table_)
        wrong_type(key, *node, below.heading_ + " on a line of its own, its settings below it");
    return below;
}

TableReader TableReader::peek(std::string_view key) const
{
    const auto* found = has(key) ? table_->get_as<toml::table>(key) : nullptr;
    return {found, "[" + name_of(key) + "]", place_of(key), *report_};
}

std::vector<TableReader> TableReader::tables(std::string_view key)
{
    const auto* node = ask(key);
    if (!node)
        return {};
    const auto heading = "[[" + name_of(key) + "]]";
    const auto* items = node->as_array();
    if (!items) {
        wrong_type(key, *node, heading + " with two brackets, since there may be several");
        return {};
    }
    std::vector<TableReader> found;
    for (const auto& item : *items) {
        if (const auto* table = item.as_table())
            found.push_back({table, heading, place_in(item.source()), *report_});
        else
            wrong_type(key, item, heading + " and the settings below it");
    }
    return found;
}

void TableReader::problem(std::string_view key, std::string_view text) const
{
    problem_at(place_of(key), key, text);
}

void TableReader::problem_at(Place place, std::string_view key, std::string_view text) const
{
    report_->problem(place, code(key) + ": " + std::string(text));
}

void TableReader::warning(std::string_view key, std::string_view text) const
{
    report_->warning(place_of(key), code(key) + ": " + std::string(text));
}

void TableReader::require(std::string_view key, std::string_view line) const
{
    if (!has(key))
        report_->problem(place_, code(key) + " is missing; add below " + heading_ + ": " +
                                     std::string(line));
}

void TableReader::refuse(std::string_view key, std::string_view why)
{
    refused_.push_back(key);
    if (has(key))
        problem(key, why);
}

void TableReader::reject_the_rest() const
{
    if (!table_)
        return;
    for (const auto& [key, node] : *table_) {
        const auto name = key.str();
        if (std::ranges::find(known_, name) != known_.end() ||
            std::ranges::find(refused_, name) != refused_.end())
            continue;
        const auto where = heading_.empty() ? std::string("here") : "in " + heading_;
        report_->problem(place_in(key.source()),
                         code(name) + " is not known " + where + "; " + suggestion(name));
    }
}

void TableReader::wrong_type(std::string_view key, const toml::node& node,
                             std::string_view wanted) const
{
    problem_at(place_in(node.source()), key,
               "this is " + std::string(spoken_type(node)) + "; write " + std::string(wanted));
}

/// `key` as it is written in a heading: `[[invoice_links.key]]` below `[invoice_links]`.
std::string TableReader::name_of(std::string_view key) const
{
    if (heading_.empty())
        return std::string(key);
    return heading_.substr(1, heading_.size() - 2) + "." + std::string(key);
}

Place TableReader::place_of(std::string_view key) const
{
    return has(key) ? place_in(table_->get(key)->source()) : place_;
}

std::string TableReader::suggestion(std::string_view unknown) const
{
    if (const auto near = text::nearest(unknown, known_); !near.empty())
        return "did you mean " + code(near) + "?";
    std::string all = "known are: ";
    for (std::size_t i = 0; i < known_.size(); ++i)
        all += (i > 0 ? ", " : "") + std::string(known_[i]);
    return all;
}

} // namespace heard::daemon
