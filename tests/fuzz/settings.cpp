// The settings: no file, however odd, ends the program; every finding has its place and is one
// plain line; and settings that are called good keep what config.hpp says.
#include "daemon/config.hpp"
#include "fuzz/support.hpp"
#include "mail/address.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::fuzz {
namespace {

using namespace std::chrono_literals;

void check_finding(const daemon::Finding& finding, std::size_t lines)
{
    require(finding.line <= lines, "a finding lies in the file");
    require(!finding.text.empty(), "a finding says something");
    const auto line = daemon::to_text(finding);
    require(text::is_text(line), "a finding is text");
    require(
        std::ranges::none_of(line, [](char c) { return c == '\n' || c == '\r' || c == '\x1b'; }),
        "a finding is one line, and plays no tricks with the terminal");
}

void check_good(const daemon::Config& config)
{
    require(!text::is_blank(config.business_name), "the business has a name");
    require(mail::is_address(config.owner_email), "the owner can be written to");
    require(mail::is_address(config.mail_from_email), "somebody writes the letters");
    require(config.base_url.starts_with("http"), "there is an address");
    require(!config.listen.empty(), "somebody can reach us");
    require(config.promise.respond_within >= 1s && config.promise.respond_within <= 24h * 30,
            "the promise can be kept");
    require(!config.languages.empty(), "there are words");
    require(std::ranges::is_sorted(config.ladder.rungs, {}, &core::Rung::at), "rungs are in order");
    for (const auto& rung : config.ladder.rungs)
        require(!rung.to.empty(), "no rung falls on nobody");
    require(config.limits.connections > 0 && config.limits.body_bytes >= 4096, "limits let work");
}

} // namespace

void try_one(std::string_view input)
{
    const auto lines = static_cast<std::size_t>(std::ranges::count(input, '\n')) + 1;
    const auto checked = daemon::parse_config(input, "/nowhere/heard.toml");
    for (const auto& finding : checked.findings)
        check_finding(finding, lines);
    if (checked.good())
        check_good(checked.config);
}

} // namespace heard::fuzz
