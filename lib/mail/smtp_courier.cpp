#include "mail/smtp_courier.hpp"

#include "mail/address.hpp"
#include "mail/curl.hpp"
#include "mail/smtp_dialog.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace heard::mail {
namespace {

/// The server's answer to QUIT, which no longer changes anything, is not waited for longer than
/// this.
constexpr long farewell_seconds = 1;

using curl::Easy;
using curl::List;
using curl::Url;

/// One delivery: the handle, and what its callbacks read and write. Stays where it is: libcurl
/// holds its address.
struct Attempt
{
    Easy easy{curl_easy_init()};
    List recipients;
    SmtpDialog dialog;
    std::stop_token stop;
    std::string_view unsent; ///< Of the letter.
    std::array<char, CURL_ERROR_SIZE> error{};

    template <class Value>
    void set(CURLoption option, Value value)
    {
        curl::set(easy, option, value);
    }
};

std::size_t give_letter(char* to, std::size_t size, std::size_t count, void* user)
{
    auto& unsent = static_cast<Attempt*>(user)->unsent;
    const auto length = std::min(size * count, unsent.size());
    unsent.copy(to, length);
    unsent.remove_prefix(length);
    return length;
}

/// Without it libcurl would print to standard output.
std::size_t drop(char*, std::size_t size, std::size_t count, void*)
{
    return size * count;
}

int listen(CURL* easy, curl_infotype what, char* bytes, std::size_t length, void* user)
{
    auto& dialog = static_cast<Attempt*>(user)->dialog;
    if (what == CURLINFO_HEADER_IN)
        dialog.received({bytes, length});
    else if (what == CURLINFO_DATA_OUT)
        dialog.sent_content();
    if (what != CURLINFO_HEADER_OUT)
        return 0;
    dialog.sent({bytes, length});
    // CURLOPT_TIMEOUT_MS no longer holds once the letter is through; libcurl 7.88 then waits 120 s
    // for a reply to QUIT.
    if (dialog.over())
        curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, farewell_seconds);
    return 0;
}

/// libcurl asks about once a second, whatever it waits for; anything but 0 ends the delivery.
int may_go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto& attempt = *static_cast<Attempt*>(user);
    return attempt.stop.stop_requested() && attempt.dialog.stage() != Stage::content ? 1 : 0;
}

bool starts_with_tls(const SmtpOptions& options)
{
    return options.relay.starts_with("smtps://");
}

bool verifies_certificate(const SmtpOptions& options)
{
    const bool optional = options.tls == SmtpOptions::Tls::when_offered && options.user.empty();
    return starts_with_tls(options) || !optional;
}

long use_ssl(SmtpOptions::Tls tls)
{
    switch (tls) {
    case SmtpOptions::Tls::never:
        return CURLUSESSL_NONE;
    case SmtpOptions::Tls::when_offered:
        return CURLUSESSL_TRY;
    case SmtpOptions::Tls::always:
        return CURLUSESSL_ALL;
    }
    return CURLUSESSL_ALL;
}

/// libcurl takes our name in EHLO from the path of the address.
std::string address_of_relay(const SmtpOptions& options)
{
    std::string url = options.relay;
    if (url.ends_with('/'))
        url.pop_back();
    return url + "/" + options.helo;
}

void set_relay(Attempt& attempt, const SmtpOptions& options)
{
    attempt.set(CURLOPT_URL, address_of_relay(options).c_str());
    attempt.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    attempt.set(CURLOPT_PROXY, ""); // Not by the proxy that the environment may name for the web.
    attempt.set(CURLOPT_USE_SSL, use_ssl(options.tls));
    attempt.set(CURLOPT_SSL_VERIFYPEER, verifies_certificate(options) ? 1L : 0L);
    attempt.set(CURLOPT_SSL_VERIFYHOST, verifies_certificate(options) ? 2L : 0L);
    attempt.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options.ca_file.empty())
        attempt.set(CURLOPT_CAINFO, options.ca_file.c_str()); // CAPATH still has the system's.
    if (options.user.empty())
        return;
    attempt.set(CURLOPT_USERNAME, options.user.c_str());
    attempt.set(CURLOPT_PASSWORD, options.password.c_str());
}

void set_limits(Attempt& attempt, const SmtpOptions& options)
{
    attempt.stop = options.stop;
    attempt.set(CURLOPT_NOPROGRESS, 0L);
    attempt.set(CURLOPT_XFERINFOFUNCTION, may_go_on);
    attempt.set(CURLOPT_XFERINFODATA, &attempt);
    attempt.set(CURLOPT_NOSIGNAL, 1L); // Signals and threads do not mix.
    attempt.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_within.count()));
    attempt.set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.deliver_within.count()));
    // The farewell then still belongs to this delivery, where listen() limits it.
    attempt.set(CURLOPT_FORBID_REUSE, 1L);
}

void set_parcel(Attempt& attempt, const Parcel& parcel)
{
    attempt.set(CURLOPT_MAIL_FROM, ("<" + parcel.from_email + ">").c_str());
    attempt.recipients.reset(curl_slist_append(nullptr, ("<" + parcel.to_email + ">").c_str()));
    if (!attempt.recipients)
        throw std::bad_alloc{};
    attempt.set(CURLOPT_MAIL_RCPT, attempt.recipients.get());
    attempt.unsent = parcel.mime;
    attempt.set(CURLOPT_UPLOAD, 1L);
    attempt.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(parcel.mime.size()));
    attempt.set(CURLOPT_READFUNCTION, give_letter);
    attempt.set(CURLOPT_READDATA, &attempt);
}

void set_listening(Attempt& attempt)
{
    attempt.set(CURLOPT_WRITEFUNCTION, drop);
    attempt.set(CURLOPT_VERBOSE,
                1L); // Or the debug function hears nothing; with it nothing is printed.
    attempt.set(CURLOPT_DEBUGFUNCTION, listen);
    attempt.set(CURLOPT_DEBUGDATA, &attempt);
    attempt.set(CURLOPT_ERRORBUFFER, attempt.error.data());
}

/// What libcurl says went wrong, in words for the operator.
std::string cause_of(CURLcode result, const Attempt& attempt)
{
    if (result == CURLE_OPERATION_TIMEDOUT)
        return "timed out";
    if (result == CURLE_ABORTED_BY_CALLBACK)
        return "cut short, we are stopping";
    if (result == CURLE_RECV_ERROR || result == CURLE_SEND_ERROR)
        return "connection lost";
    long system_error = 0;
    curl_easy_getinfo(attempt.easy.get(), CURLINFO_OS_ERRNO, &system_error);
    if (result == CURLE_COULDNT_CONNECT && system_error != 0)
        return std::generic_category().message(static_cast<int>(system_error));
    if (attempt.error[0] != '\0')
        return attempt.error.data();
    return curl_easy_strerror(result);
}

Delivery perform(Attempt& attempt, const SmtpOptions& options)
{
    const CURLcode result = curl_easy_perform(attempt.easy.get());
    const bool well = result == CURLE_OK;
    return judge(attempt.dialog,
                 {well, well ? "" : cause_of(result, attempt), !options.user.empty()});
}

std::optional<std::string> problem_with_relay(const std::string& relay)
{
    const Url url{curl_url()};
    const auto has = [&](CURLUPart part) {
        char* value = nullptr;
        const bool found = curl_url_get(url.get(), part, &value, 0) == CURLUE_OK &&
                           *value != '\0' && std::string_view{value} != "/";
        curl_free(value);
        return found;
    };
    const bool known = relay.starts_with("smtp://") || relay.starts_with("smtps://");
    if (!known || !url || curl_url_set(url.get(), CURLUPART_URL, relay.c_str(), 0) != CURLUE_OK)
        return "mail.relay is smtp://host:port or smtps://host:port";
    if (has(CURLUPART_USER) || has(CURLUPART_PASSWORD))
        return "mail.relay holds no user and no password: use mail.user and mail.password_file";
    if (has(CURLUPART_PATH) || has(CURLUPART_QUERY) || has(CURLUPART_FRAGMENT))
        return "mail.relay ends with the port: smtp://host:port";
    return std::nullopt;
}

bool is_helo_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-';
}

} // namespace

std::optional<std::string> problem_with(const SmtpOptions& options)
{
    if (auto problem = problem_with_relay(options.relay))
        return problem;
    if (!std::ranges::all_of(options.helo, is_helo_character))
        return "the name in EHLO is a host name: letters, digits, dots and hyphens";
    if (options.user.empty() && !options.password.empty())
        return "mail.password_file needs mail.user";
    return std::nullopt;
}

SmtpCourier::SmtpCourier(SmtpOptions options)
    : options_{std::move(options)}
{
    curl::init();
    if (const auto problem = problem_with(options_))
        throw std::invalid_argument(*problem);
}

Delivery SmtpCourier::deliver(const Parcel& parcel)
{
    if (!is_address(parcel.from_email))
        return {
            .verdict = Verdict::never, .detail = "the sender's address is none", .not_asked = true};
    if (!is_address(parcel.to_email))
        return {.verdict = Verdict::never,
                .detail = "the recipient's address is none",
                .not_asked = true};
    Attempt attempt;
    if (!attempt.easy)
        return {.verdict = Verdict::later, .detail = "out of memory", .not_asked = true};
    set_relay(attempt, options_);
    set_limits(attempt, options_);
    set_parcel(attempt, parcel);
    set_listening(attempt);
    return perform(attempt, options_);
}

} // namespace heard::mail
