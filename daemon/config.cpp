#include "daemon/config.hpp"

#include "daemon/config_files.hpp"
#include "daemon/config_hours.hpp"
#include "daemon/config_ladder.hpp"
#include "daemon/config_reader.hpp"
#include "daemon/config_slips.hpp"
#include "daemon/config_values.hpp"
#include "daemon/config_warnings.hpp"
#include "text/utf8.hpp"
#include "text/words_toml.hpp"

#include <algorithm>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t file_size_max = 1 << 20;
constexpr std::size_t description_characters_max = 200;

constexpr auto respond_within_max = std::chrono::days(30);
constexpr auto longest_hold_max = std::chrono::days(365);
// Longer than that a reply that is "sent" must not lie about.
constexpr auto undo_for_max = 60s;

/// How long one request may take: whole seconds, up to an hour.
Meaning<std::chrono::seconds> as_patience(std::string_view text)
{
    const auto span = duration_between(1s, 1h)(text);
    if (!span)
        return std::unexpected(span.error());
    return std::chrono::duration_cast<std::chrono::seconds>(*span);
}

void read_business(TableReader business, Config& config)
{
    business.require("name", "name = \"Corner Shop\"");
    business.read("name", config.business_name, as_line);
    business.read("time_zone", config.zone, as_zone);
    business.read("phone", config.phone, as_line);
    business.read_list("languages", config.languages, as_language);
    if (business.is_empty_list("languages"))
        business.problem("languages", "there is none; write at least one, such as [\"en\"]");
    for (auto one = config.languages.begin(); one != config.languages.end(); ++one)
        if (std::find(config.languages.begin(), one, *one) != one)
            business.problem("languages", in_quotes(*one) + " is there twice; write it once");
    business.reject_the_rest();
}

/// What is wrong with a picture is only a warning: promises are kept without one, too.
void read_owner_photo(TableReader& owner, const SettingsFolder& folder, Config& config)
{
    std::string file;
    if (!owner.read("photo", file, as_line))
        return;
    if (auto photo = folder.photo(file))
        config.owner_photo = *std::move(photo);
    else
        owner.warning("photo", photo.error() + "; until then customers see the owner's initial");
}

void read_owner(TableReader owner, const SettingsFolder& folder, Config& config)
{
    owner.require("email", "email = \"anna@example.com\"");
    owner.read("name", config.owner_name, as_line);
    owner.read("email", config.owner_email, as_address);
    owner.read("daily_at", config.daily_at, as_time_of_day);
    read_owner_photo(owner, folder, config);
    owner.reject_the_rest();
}

void read_branch(TableReader table, Config& config)
{
    BranchSettings branch;
    table.require("code", "code = \"main-street\"");
    table.require("name", "name = \"Main Street\"");
    if (table.read("code", branch.code, as_branch_code) &&
        std::ranges::find(config.branches, branch.code, &BranchSettings::code) !=
            config.branches.end())
        table.problem("code", "another branch has this code; write one of its own");
    table.read("name", branch.name, as_line);
    table.read("manager_email", branch.manager_email, as_address);
    table.reject_the_rest();
    config.branches.push_back(std::move(branch));
}

void read_server(TableReader server, Config& config)
{
    server.require("base_url", "base_url = \"https://heard.example.com\"");
    server.read("base_url", config.base_url, as_base_url);
    server.read_list("listen", config.listen, as_listen);
    if (server.is_empty_list("listen"))
        server.problem("listen", "nobody could reach us; write one, such as \"127.0.0.1:8080\"");
    server.read("metrics_listen", config.metrics_listen, as_listen);
    server.read_list("trusted_proxies", config.trusted_proxies, as_network);
    server.reject_the_rest();
}

/// Behind a symlink SQLite keeps its log beside the file itself: there the lock belongs, too, and
/// what a restore puts in its place.
Meaning<std::filesystem::path> past_symlinks(Meaning<std::filesystem::path> file)
{
    std::error_code failed;
    if (file)
        if (const auto real = std::filesystem::weakly_canonical(*file, failed);
            !failed && !real.empty())
            return real;
    return file;
}

void read_storage(TableReader storage, const SettingsFolder& folder, Config& config)
{
    storage.read("path", config.database,
                 [&](auto text) { return past_symlinks(folder.path(text)); });
    storage.reject_the_rest();
}

void read_promise(TableReader promise, Config& config)
{
    auto& rule = config.promise;
    promise.read("respond_within", rule.respond_within, duration_between(1s, respond_within_max));
    promise.read("clock", rule.opening_hours_only,
                 one_of<bool>({{"always", false}, {"opening-hours", true}}));
    promise.read("longest_hold", rule.longest_hold, duration_between(1s, longest_hold_max));
    if (rule.opening_hours_only && rule.hours.never_open())
        promise.problem("clock", "the shop is never open, so no answer would ever be due; add "
                                 "[hours] with a line such as mon = [\"09:00-17:00\"]");
    promise.reject_the_rest();
}

void read_staff(TableReader staff, Config& config)
{
    staff.read("undo_for", config.undo_for, duration_between(0s, undo_for_max));
    staff.reject_the_rest();
}

void read_invoice_key(TableReader table, const SettingsFolder& folder, Config& config)
{
    auth::InvoiceKey key;
    table.require("id", "id = \"A\"");
    table.require("secret_file", "secret_file = \"invoice-key-a\"");
    table.refuse("secret", "a secret never stands in the settings; put it into a file and write "
                           "secret_file = \"FILE\", or \"credential:NAME\" with systemd");
    if (table.read("id", key.id, as_key_id) &&
        std::ranges::find(config.invoice_keys, key.id, &auth::InvoiceKey::id) !=
            config.invoice_keys.end())
        table.problem("id", "another key has this id; write one of its own");
    table.read("secret_file", key.secret,
               [&](auto text) { return folder.secret(text, auth::invoice_secret_min); });
    table.read_flag("retired", key.retired);
    table.reject_the_rest();
    config.invoice_keys.push_back(std::move(key));
}

void read_invoice_links(TableReader links, const SettingsFolder& folder, Config& config)
{
    for (auto& table : links.tables("key"))
        read_invoice_key(table, folder, config);
    links.reject_the_rest();
}

void read_smtp(TableReader& mail, const SettingsFolder& folder, mail::SmtpOptions& smtp)
{
    using enum mail::SmtpOptions::Tls;
    mail.read("relay", smtp.relay, as_relay);
    mail.read("user", smtp.user, as_line);
    mail.read("password_file", smtp.password, [&](auto text) { return folder.secret(text, 1); });
    for (const auto key : {"password", "pass", "passwd", "secret"})
        mail.refuse(key, "a password never stands in the settings; put it into a file and write "
                         "password_file = \"FILE\", or \"credential:NAME\" with systemd");
    mail.read("tls", smtp.tls,
              one_of<mail::SmtpOptions::Tls>(
                  {{"never", never}, {"when-offered", when_offered}, {"always", always}}));
    mail.read("ca_file", smtp.ca_file, [&](auto text) { return folder.readable(text); });
    if (mail.has("user") && !mail.has("password_file"))
        mail.problem("user", "a user needs a password; add password_file = \"FILE\"");
    if (mail.has("password_file") && !mail.has("user"))
        mail.problem("password_file", "a password needs a user; add user = \"NAME\"");
}

void read_mail(TableReader mail, const SettingsFolder& folder, Config& config)
{
    mail.read("transport", config.transport,
              one_of<Transport>({{"folder", Transport::folder}, {"smtp", Transport::smtp}}));
    mail.read("folder", config.mail_folder, [&](auto text) { return folder.path(text); });
    read_smtp(mail, folder, config.smtp);

    Sender from;
    mail.read("from", from, as_sender);
    config.mail_from_name = from.name.empty() ? config.business_name : from.name;
    config.mail_from_email = from.email.empty() ? config.owner_email : from.email;
    mail.reject_the_rest();
}

void read_alarm(TableReader alarm, const SettingsFolder& folder, AlarmSettings& settings)
{
    alarm.read("after", settings.after, duration_between(1s, 24h));
    read_smtp(alarm, folder, settings.smtp);
    if (!alarm.has("relay") && alarm.has("user"))
        alarm.problem("user", "there is no second mail server to sign in to; add relay = "
                              "\"smtp://HOST:PORT\", or leave the line out");
    alarm.read("webhook", settings.webhook, as_webhook);
    alarm.read("webhook_file", settings.webhook, [&](auto text) -> Meaning<std::string> {
        const auto secret = folder.secret(text, 1);
        return secret ? as_webhook(*secret) : secret;
    });
    if (alarm.has("webhook") && alarm.has("webhook_file"))
        alarm.problem("webhook_file", "there is a webhook already; write only one of the two");
    alarm.reject_the_rest();
}

void read_limits(TableReader table, LimitSettings& limits, desk::PhotoRule& photos)
{
    constexpr int many = 1'000'000;
    table.read_number("photo_bytes", photos.bytes_max, 64 << 10, 60 << 20);
    table.read_number("photos_bytes_together", photos.bytes_together_max, 1 << 20,
                      std::int64_t{1} << 40);
    table.read_number("body_bytes", limits.body_bytes, 4 << 10, 64 << 20);
    if (table.has("photo_bytes") &&
        photos.bytes_max * 3 > static_cast<std::int64_t>(limits.body_bytes))
        table.warning("photo_bytes", "three of these are more than body_bytes, so nobody can send "
                                     "them; write a smaller number here or a larger one there");
    table.read_number("connections", limits.connections, 1, many);
    table.read_number("connections_per_address", limits.connections_per_address, 1, many);
    table.read_number("submissions_per_hour_per_address", limits.submissions_per_hour_per_address,
                      0, many);
    table.read_number("sign_ins_per_quarter_hour", limits.sign_ins_per_quarter_hour, 1, many);
    table.read_number("password_hashes_at_once", limits.password_hashes_at_once, 1, 64);
    table.read_number("couriers", limits.couriers, 1, 64);
    table.read_number("writes_waiting", limits.writes_waiting, 1, many);
    table.read("head_time", limits.head_time, as_patience);
    table.read("request_time", limits.request_time, as_patience);
    table.read("idle_time", limits.idle_time, as_patience);
    table.read("letter_time", limits.letter_time, as_patience);
    table.reject_the_rest();
}

/// Table by table. The zone comes before hours and ladder, hours before the promise, branches and
/// promise before the ladder.
void read_settings(TableReader top, const SettingsFolder& folder, Config& config)
{
    read_business(top.table("business"), config);
    read_owner(top.table("owner"), folder, config);
    for (auto& branch : top.tables("branch"))
        read_branch(branch, config);
    read_server(top.table("server"), config);
    read_storage(top.table("storage"), folder, config);
    config.promise.hours = read_hours(top.table("hours"), config.zone);
    read_promise(top.table("promise"), config);
    read_staff(top.table("staff"), config);
    config.ladder = read_ladder(top, config);
    read_invoice_links(top.table("invoice_links"), folder, config);
    read_mail(top.table("mail"), folder, config);
    read_alarm(top.table("alarm"), folder, config.alarm);
    read_limits(top.table("limits"), config.limits, config.photos);
    top.reject_the_rest();
    warn_of_surprises(top, config);
}

} // namespace

std::string to_text(const Finding& finding)
{
    auto text = finding.file;
    if (finding.line > 0)
        text += ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column);
    text += finding.weight == Finding::Weight::warning ? ": warning: " : ": ";
    return text + finding.text;
}

bool Checked::good() const
{
    return std::ranges::none_of(findings, [](const Finding& finding) {
        return finding.weight == Finding::Weight::problem;
    });
}

Checked read_config(const std::filesystem::path& file)
{
    const auto text = read_file(file, file_size_max);
    if (text)
        return parse_config(*text, file);
    Report report(file.string());
    report.problem({}, "cannot be read (" + text.error() +
                           "); write the settings there, or name another file with --config FILE");
    return {{}, std::move(report).findings()};
}

Checked parse_config(std::string_view toml, const std::filesystem::path& file)
{
    Config config;
    Report report(file.string());
    if (auto slip = first_slip(toml)) {
        report.problem(slip->place, std::move(slip->text));
        return {std::move(config), std::move(report).findings()};
    }
    try {
        const auto document = toml::parse(toml, file.string());
        read_settings({document, report}, SettingsFolder(file.parent_path()), config);
    } catch (const toml::parse_error& error) {
        const auto [line, column] = error.source().begin;
        // The library quotes what it saw, line breaks and broken bytes too.
        const auto seen =
            text::first_words(text::repaired(error.description()), description_characters_max);
        report.problem({line, column}, "this is not TOML: " + seen +
                                           "; write each setting on a line of its own, texts and "
                                           "durations in quotes");
    } catch (const text::TomlGaveUp& gave_up) {
        report.problem({}, std::string(gave_up.what()) +
                               "; write each setting on a line of its own, texts and durations in "
                               "quotes");
    }
    return {std::move(config), std::move(report).findings()};
}

} // namespace heard::daemon
