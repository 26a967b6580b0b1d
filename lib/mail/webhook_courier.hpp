// The courier that posts a JSON text to a web address, so that a phone rings when mail does not get
// through (libcurl). Knows one address, which may be a secret: no message of ours shows it.
#pragma once

#include "mail/courier.hpp"

#include <chrono>
#include <stop_token>
#include <string>

namespace heard::mail {

struct WebhookOptions
{
    std::string url;       ///< `https://...` or `http://...`.
    std::string ca_file{}; ///< PEM; trusted besides the system's own. May be empty.
    std::chrono::milliseconds deliver_within = std::chrono::seconds{30}; ///< All of it.
    std::stop_token stop{}; ///< When asked to stop, a call ends within about a second.
};

/// Posts `mime` as application/json and looks at nothing else of the parcel. Any 2xx is delivered;
/// all else is later, since it is the address or its server that is at fault. Follows no redirects,
/// uses no proxy, and verifies certificates. Thread: any, several at once.
class WebhookCourier final : public Courier
{
public:
    explicit WebhookCourier(WebhookOptions options);
    Delivery deliver(const Parcel& parcel) override;

private:
    WebhookOptions options_;
};

} // namespace heard::mail
