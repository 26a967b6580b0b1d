// Who is at the other end: networks we trust, and the client's address behind proxies. Knows no
// socket.
#pragma once

#include "http/request.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::http {

/// An address as 16 bytes; IPv4 as `::ffff:a.b.c.d`, so that both kinds compare alike.
using AddressBytes = std::array<unsigned char, 16>;

struct Network
{
    AddressBytes address;
    unsigned prefix = 128; ///< Bits that must be equal, counted in 128.

    bool holds(const AddressBytes& other) const;
};

/// `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`. Nothing else parses.
std::optional<Network> parse_network(std::string_view text);
std::optional<AddressBytes> parse_address(std::string_view text);
/// The usual way of writing it; an IPv4 address never shows its IPv6 disguise.
std::string to_text(const AddressBytes& address);

/// Where a request comes from, as far as we can know.
struct Origin
{
    std::string address;
    bool secure = false;
};

/// The proxies whose word on the client's address counts.
class TrustedProxies
{
public:
    TrustedProxies() = default;
    /// Throws std::invalid_argument naming what is neither an address nor a network.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    bool trusts(const AddressBytes& address) const;

    /// Reads X-Forwarded-For from the right, past the proxies we trust: the first hop that we do
    /// not trust is the client, whatever it wrote further left. Must be asked only about a request
    /// whose peer is trusted.
    Origin client_behind(const AddressBytes& peer, const Request& request) const;

private:
    std::vector<Network> networks_;
};

} // namespace heard::http
