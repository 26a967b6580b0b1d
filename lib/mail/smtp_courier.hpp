// The courier that hands letters to a mail server by SMTP, plain, by STARTTLS or by TLS from the
// start (libcurl). Knows one relay and sends everything there; it looks up no MX and keeps no
// queue.
#pragma once

#include "mail/courier.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace heard::mail {

struct SmtpOptions
{
    enum class Tls {
        never,        ///< Also sends a password in the clear: for a relay on this machine.
        when_offered, ///< STARTTLS if the server has it. See SmtpCourier on certificates.
        always,       ///< STARTTLS, or no delivery.
    };

    std::string relay;  ///< `smtp://host:port` or `smtps://host:port` (TLS from the start).
    std::string user{}; ///< Empty: no sign-in.
    std::string password{};
    Tls tls = Tls::when_offered;
    std::string ca_file{}; ///< PEM; trusted besides the system's own. May be empty.
    std::string helo{};    ///< Our name in EHLO; empty: the machine's.
    std::chrono::milliseconds connect_within =
        std::chrono::seconds{30}; ///< Up to and with greeting and sign-in.
    std::chrono::milliseconds deliver_within =
        std::chrono::seconds{120}; ///< All of it but a farewell of 1 s at most.
    /// When asked to stop, a delivery ends within about a second and is for later, unless the
    /// letter itself is on its way: then the server may have taken it, and its last word is waited
    /// for, so that nothing is delivered twice.
    std::stop_token stop{};
};

/// What is wrong with the settings, in one line for the operator; nothing if they can work.
std::optional<std::string> problem_with(const SmtpOptions& options);

/// A connection for each letter, so a verdict for each, and no state to share. Certificates are
/// always verified but in one case: `when_offered` without a user. There an attacker could as well
/// hide the offer, and the usual local relay has a certificate that nobody signed; to verify it
/// would only stop the mail. Thread: any, several at once.
class SmtpCourier final : public Courier
{
public:
    /// Throws std::invalid_argument with problem_with's sentence.
    explicit SmtpCourier(SmtpOptions options);

    /// An address that is none never reaches the wire: never.
    Delivery deliver(const Parcel& parcel) override;

private:
    SmtpOptions options_;
};

} // namespace heard::mail
