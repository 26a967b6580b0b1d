#include "daemon/config_warnings.hpp"

#include "daemon/config_values.hpp"

#include <algorithm>

namespace heard::daemon {

namespace {

bool is_public(const Config& config)
{
    return !config.base_url.empty() && !is_loopback(config.base_url);
}

void warn_of_plain_http(const TableReader& top, const Config& config)
{
    if (is_public(config) && config.base_url.starts_with("http://"))
        top.peek("server").warning(
            "base_url",
            "customers' words would travel unprotected, and browsers drop the session "
            "cookie; write https://, with a web server in front that has a certificate");
}

void warn_of_folder_mail(const TableReader& top, const Config& config)
{
    if (config.transport == Transport::folder && is_public(config))
        top.peek("mail").warning("transport",
                                 "nobody gets these letters by mail, they only go into a folder; "
                                 "write transport = \"smtp\" and a relay below [mail]");
}

void warn_of_open_password(const TableReader& top, const Config& config)
{
    if (config.smtp.tls == mail::SmtpOptions::Tls::never && !config.smtp.password.empty() &&
        !config.smtp.relay.starts_with("smtps://"))
        top.peek("mail").warning("tls", "the password would travel unprotected; write \"always\"");
}

void warn_of_unused_relay_settings(const TableReader& top, const Config& config)
{
    if (!config.alarm.smtp.relay.empty())
        return;
    const auto alarm = top.peek("alarm");
    for (const auto* key : {"tls", "ca_file"})
        if (alarm.has(key))
            alarm.warning(key, "it is for the second mail server, and there is none; add relay = "
                               "\"smtp://HOST:PORT\" below [alarm], or leave the line out");
}

void warn_of_unused_hours(const TableReader& top, const Config& config)
{
    if (top.has("hours") && !config.promise.opening_hours_only)
        top.warning("hours", "promises count every hour, so these are not used; write clock = "
                             "\"opening-hours\" below [promise], or leave [hours] out");
}

void warn_of_missing_signature(const TableReader& top, const Config& config)
{
    const auto& keys = config.invoice_keys;
    if (!top.peek("invoice_links").has("key"))
        top.warning("invoice_links", "there is no key, so invoices cannot carry links; add "
                                     "[[invoice_links.key]] with id = \"A\" and a secret_file");
    if (!keys.empty() && keys.front().retired)
        top.warning("invoice_links", "the first key signs new links, and it is retired; put a key "
                                     "that is not retired before it");
}

} // namespace

void warn_of_surprises(const TableReader& top, const Config& config)
{
    warn_of_plain_http(top, config);
    warn_of_folder_mail(top, config);
    warn_of_open_password(top, config);
    warn_of_unused_relay_settings(top, config);
    warn_of_unused_hours(top, config);
    warn_of_missing_signature(top, config);
}

} // namespace heard::daemon
