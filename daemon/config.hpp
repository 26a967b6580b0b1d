// The settings: read from TOML, checked as a whole, every problem with its place and what to write
// instead. Knows the file and its defaults. Opens no database, no port and no mail.
#pragma once

#include "auth/invoice_link.hpp"
#include "core/ladder.hpp"
#include "core/promise.hpp"
#include "desk/house.hpp"
#include "mail/smtp_courier.hpp"
#include "text/words.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::daemon {

struct BranchSettings
{
    std::string code; ///< 1 to 32 of `a-z 0-9 -`: it stands in links.
    std::string name;
    std::string manager_email; ///< May be empty.
};

struct LimitSettings
{
    std::size_t body_bytes = 32 << 20;
    int connections = 4096;
    int connections_per_address = 256;
    int submissions_per_hour_per_address = 0; ///< 0: no limit.
    int sign_ins_per_quarter_hour = 20;       ///< Failed ones, by address and by name.
    int password_hashes_at_once = 2;
    int couriers = 4;
    int writes_waiting = 4096; ///< More than this waiting for the disk: 503.
    std::chrono::seconds head_time{10};
    std::chrono::seconds request_time{60};
    std::chrono::seconds idle_time{30};
    std::chrono::seconds letter_time{120}; ///< All that one letter may take on its way out.
    bool operator==(const LimitSettings&) const = default;
};

/// What happens when a letter that somebody must act on does not get through.
struct AlarmSettings
{
    time::Micros after = std::chrono::minutes{5};
    mail::SmtpOptions smtp{.relay = ""}; ///< An empty relay: no second way.
    std::string webhook;                 ///< A secret; empty: none.
};

enum class Transport { folder, smtp };

/// The owner's picture: the file, which may be whatever a phone made, and what customers get of it.
struct OwnerPhoto
{
    std::filesystem::path file; ///< Empty: none.
    std::string portrait;       ///< A small JPEG; see daemon/portrait.hpp.
};

/// Everything in `heard.toml`, with defaults filled in.
struct Config
{
    std::string business_name;
    std::string phone;
    std::vector<std::string> languages = text::languages(); ///< The first is the house's own.
    time::Zone zone = time::Zone::utc();

    std::string owner_name = "The owner";
    std::string owner_email;
    /// After midnight on the wall; nothing: no daily letter.
    std::optional<std::chrono::minutes> daily_at = std::chrono::minutes{7 * 60 + 30};
    OwnerPhoto owner_photo;

    std::vector<BranchSettings> branches;

    std::string base_url; ///< Without a slash at the end: `https://heard.example.com`.
    std::vector<std::string> listen = {"127.0.0.1:8080"};
    std::string metrics_listen; ///< Empty: no metrics.
    std::vector<std::string> trusted_proxies;

    std::filesystem::path database = "/var/lib/heard/heard.db";

    core::PromiseRule promise;
    core::Ladder ladder;
    time::Micros undo_for = std::chrono::seconds{15}; ///< Of replies; see desk::House.

    std::vector<auth::InvoiceKey> invoice_keys;

    Transport transport = Transport::folder;
    std::filesystem::path mail_folder = "/var/lib/heard/mail";
    mail::SmtpOptions smtp{.relay = "smtp://127.0.0.1:25"};
    std::string mail_from_name;  ///< Default: the business's name.
    std::string mail_from_email; ///< Default: the owner's address.

    AlarmSettings alarm;

    LimitSettings limits;
    desk::PhotoRule photos; ///< In [limits] too, but new ones need no restart.
};

/// One thing to mend, or to know. Lines and columns count from 1; 0 when it is about the file as a
/// whole.
struct Finding
{
    enum class Weight { problem, warning };
    Weight weight = Weight::problem;
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string text; ///< What, and what to write instead.
};

/// `file:line:column: text`, as compilers say it; warnings say so.
std::string to_text(const Finding& finding);

struct Checked
{
    Config config;
    std::vector<Finding> findings;
    bool good() const; ///< No problems; warnings are allowed.
};

/// Reads settings from a file. A file that cannot be read is a problem like any other. Never throws
/// for what is in it.
Checked read_config(const std::filesystem::path& file);
/// The same from text; `file` names it in findings, and relative paths count from its folder.
Checked parse_config(std::string_view toml, const std::filesystem::path& file);

} // namespace heard::daemon
