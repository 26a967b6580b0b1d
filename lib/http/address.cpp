#include "http/address.hpp"

#include "http/letters.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <ranges>
#include <stdexcept>

namespace heard::http {

namespace {

namespace ip = boost::asio::ip;

constexpr unsigned bits_of_v4_prefix = 96; // The `::ffff:` before an IPv4 address.

bool is_v4(const AddressBytes& address)
{
    return ip::address_v6(address).is_v4_mapped();
}

/// Some proxies write `192.0.2.7:4711` or `[2001:db8::1]:4711`.
std::string_view without_port(std::string_view hop)
{
    if (hop.starts_with('['))
        return hop.substr(1, hop.find(']') - 1);
    const bool one_colon = hop.find(':') == hop.rfind(':');
    return one_colon ? hop.substr(0, hop.find(':')) : hop;
}

/// The values of a list header that may stand on several lines, from the first to the last.
std::vector<std::string_view> listed(const Request& request, std::string_view name)
{
    std::vector<std::string_view> values;
    for (const auto& header : request.headers) {
        if (!same(header.name, name))
            continue;
        for (std::string_view rest = header.value; !rest.empty();)
            values.push_back(trimmed(take_until(rest, ',')));
    }
    return values;
}

} // namespace

bool Network::holds(const AddressBytes& other) const
{
    const auto whole = prefix / 8;
    if (!std::ranges::equal(address | std::views::take(whole), other | std::views::take(whole)))
        return false;
    const auto rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ other[whole]) >> (8 - rest)) == 0;
}

std::optional<AddressBytes> parse_address(std::string_view text)
{
    boost::system::error_code error;
    const auto address = ip::make_address(std::string(text), error);
    if (error || text.find('%') != std::string_view::npos)
        return std::nullopt;
    if (address.is_v6())
        return address.to_v6().to_bytes();
    return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}

std::optional<Network> parse_network(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    if (slash == std::string_view::npos)
        return Network{*address, 128};

    const auto digits = text.substr(slash + 1);
    const unsigned base = is_v4(*address) ? bits_of_v4_prefix : 0;
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (error != std::errc() || end != digits.data() + digits.size() || prefix > 128 - base)
        return std::nullopt;
    return Network{*address, base + prefix};
}

std::string to_text(const AddressBytes& address)
{
    const ip::address_v6 v6(address);
    if (v6.is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, v6).to_string();
    return v6.to_string();
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks)
{
    for (const auto& text : networks) {
        const auto network = parse_network(text);
        if (!network)
            throw std::invalid_argument("neither an address nor a network: " + text);
        networks_.push_back(*network);
    }
}

bool TrustedProxies::trusts(const AddressBytes& address) const
{
    return std::ranges::any_of(networks_, [&](const Network& n) { return n.holds(address); });
}

Origin TrustedProxies::client_behind(const AddressBytes& peer, const Request& request) const
{
    auto client = peer;
    for (const auto hop : listed(request, "X-Forwarded-For") | std::views::reverse) {
        const auto address = parse_address(without_port(hop));
        if (!address)
            break; // Nobody whom we trust writes this: the hop before it is as far as we can see.
        client = *address;
        if (!trusts(client))
            break;
    }
    const auto schemes = listed(request, "X-Forwarded-Proto");
    return {to_text(client), !schemes.empty() && same(schemes.back(), "https")};
}

} // namespace heard::http
