#include "mail/webhook_courier.hpp"

#include "mail/curl.hpp"

#include <utility>

namespace heard::mail {

namespace {

/// Without it libcurl would print to standard output. Nothing of the answer is of use.
std::size_t drop(char*, std::size_t size, std::size_t count, void*)
{
    return size * count;
}

/// libcurl asks about once a second, whatever it waits for; anything but 0 ends the call.
int may_go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::stop_token*>(user)->stop_requested() ? 1 : 0;
}

void set_limits(const curl::Easy& easy, WebhookOptions& options)
{
    curl::set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl::set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl::set(easy, CURLOPT_PROXY, ""); // Not by the proxy that the environment may name.
    curl::set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options.ca_file.empty())
        curl::set(easy, CURLOPT_CAINFO, options.ca_file.c_str()); // CAPATH still has the system's.
    curl::set(easy, CURLOPT_NOSIGNAL, 1L);                        // Signals and threads do not mix.
    curl::set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.deliver_within.count()));
    curl::set(easy, CURLOPT_NOPROGRESS, 0L);
    curl::set(easy, CURLOPT_XFERINFOFUNCTION, may_go_on);
    curl::set(easy, CURLOPT_XFERINFODATA, &options.stop);
}

/// Of libcurl's reasons only the fixed ones: the others may show the address.
Delivery verdict_of(const curl::Easy& easy, CURLcode result)
{
    if (result == CURLE_OPERATION_TIMEDOUT)
        return {Verdict::later, "the webhook timed out"};
    if (result != CURLE_OK)
        return {Verdict::later, std::string{"the webhook: "} + curl_easy_strerror(result)};
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    const auto detail = "the webhook answered " + std::to_string(status);
    return {status / 100 == 2 ? Verdict::delivered : Verdict::later, detail};
}

} // namespace

WebhookCourier::WebhookCourier(WebhookOptions options)
    : options_{std::move(options)}
{
    curl::init();
}

Delivery WebhookCourier::deliver(const Parcel& parcel)
{
    const curl::Easy easy{curl_easy_init()};
    const curl::List headers{
        curl_slist_append(nullptr, "Content-Type: application/json; charset=utf-8")};
    if (!easy || !headers)
        return {.verdict = Verdict::later, .detail = "out of memory", .not_asked = true};
    auto options = options_;
    set_limits(easy, options);
    curl::set(easy, CURLOPT_URL, options.url.c_str());
    curl::set(easy, CURLOPT_HTTPHEADER, headers.get());
    curl::set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(parcel.mime.size()));
    curl::set(easy, CURLOPT_POSTFIELDS, parcel.mime.c_str());
    curl::set(easy, CURLOPT_WRITEFUNCTION, drop);
    return verdict_of(easy, curl_easy_perform(easy.get()));
}

} // namespace heard::mail
