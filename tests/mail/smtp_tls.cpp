// SMTP by TLS, with a server of Python's ssl module and a certificate made on the spot.
#include "mail/smtp_courier.hpp"

#include "mail/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

using namespace heard::mail;

namespace {

/// The server of tls_server.py, with a certificate for 127.0.0.1 that signs itself.
class TlsServer
{
public:
    explicit TlsServer(std::string how)
        : how_{std::move(how)}
    {
        run("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test"
            " -addext subjectAltName=IP:127.0.0.1 -keyout " +
            key() + " -out " + certificate() + " 2>&1");
        start();
        char line[32] = {};
        if (std::fgets(line, sizeof line, from_) == nullptr)
            throw std::runtime_error("the TLS server did not start");
        port_ = std::stoi(line);
    }
    ~TlsServer()
    {
        if (to_ >= 0)
            (void)told();
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string certificate() const { return (folder_.path() / "certificate.pem").string(); }
    SmtpOptions options() const
    {
        const std::string scheme = how_ == "tls" ? "smtps" : "smtp";
        return {.relay = scheme + "://127.0.0.1:" + std::to_string(port_), .helo = "shop.example"};
    }

    /// Ends the server; every command it got.
    std::string told()
    {
        ::close(to_);
        to_ = -1;
        std::string all;
        for (int c; (c = std::fgetc(from_)) != EOF;)
            all += static_cast<char>(c);
        std::fclose(from_);
        ::waitpid(process_, nullptr, 0);
        return all;
    }

private:
    std::string key() const { return (folder_.path() / "key.pem").string(); }

    void start()
    {
        int in[2];
        int out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipes");
        const auto certificate_path = certificate();
        const auto key_path = key();
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::execlp("python3", "python3", MAIL_TESTS "/tls_server.py", certificate_path.c_str(),
                     key_path.c_str(), how_.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = in[1];
        from_ = ::fdopen(out[0], "r");
    }

    std::string how_;
    TemporaryFolder folder_;
    pid_t process_ = -1;
    int to_ = -1;
    FILE* from_ = nullptr;
    int port_ = 0;
};

const Parcel parcel{"hello@shoes.example", "jane@example.com", "<r1@shoes.example>",
                    "Subject: hi\r\n\r\nhello\r\n"};

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE(
    "STARTTLS is used when offered, whoever signed the certificate, and the letter goes inside")
{
    TlsServer server{"starttls"};
    CHECK(SmtpCourier{server.options()}.deliver(parcel).verdict == Verdict::delivered);
    const auto told = server.told();
    CHECK(holds(told, "STARTTLS\ntls EHLO shop.example\ntls MAIL FROM:<hello@shoes.example>\n"));
}

TEST_CASE("with a password the certificate must be good before the password is said")
{
    TlsServer server{"starttls"};
    auto options = server.options();
    options.user = "jane";
    options.password = "secret";
    const auto stranger = SmtpCourier{options}.deliver(parcel);
    CHECK(stranger.verdict == Verdict::later);
    CHECK(holds(stranger.detail, "certificate"));

    options.ca_file = server.certificate();
    CHECK(SmtpCourier{options}.deliver(parcel).verdict == Verdict::delivered);
    const auto told = server.told();
    CHECK(holds(told, "tls secret AGphbmUAc2VjcmV0"));
    CHECK_FALSE(holds(told, "\nsecret"));
}

TEST_CASE("where TLS is a must, a certificate that nobody we trust signed is for later")
{
    TlsServer server{"starttls"};
    auto options = server.options();
    options.tls = SmtpOptions::Tls::always;
    const auto delivery = SmtpCourier{options}.deliver(parcel);
    CHECK(delivery.verdict == Verdict::later);
    CHECK(holds(delivery.detail, "self"));
    CHECK_FALSE(holds(server.told(), "MAIL"));
}

TEST_CASE("TLS from the start works with a certificate we trust, and only then")
{
    TlsServer server{"tls"};
    auto options = server.options();
    CHECK(SmtpCourier{options}.deliver(parcel).verdict == Verdict::later);
    options.ca_file = server.certificate();
    CHECK(SmtpCourier{options}.deliver(parcel).verdict == Verdict::delivered);
    CHECK(holds(server.told(), "tls MAIL FROM"));
}

TEST_CASE("with TLS switched off, an offer of STARTTLS is not taken")
{
    TlsServer server{"starttls"};
    auto options = server.options();
    options.tls = SmtpOptions::Tls::never;
    CHECK(SmtpCourier{options}.deliver(parcel).verdict == Verdict::delivered);
    CHECK_FALSE(holds(server.told(), "STARTTLS"));
}
