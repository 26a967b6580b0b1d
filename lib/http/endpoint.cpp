#include "http/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace heard::http {

namespace asio = boost::asio;

asio::ip::tcp::endpoint parse_endpoint(const std::string& where)
{
    const auto colon = where.rfind(':');
    std::string_view host = std::string_view(where).substr(0, std::min(colon, where.size()));
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed)
        host = host.substr(1, host.size() - 2);

    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(host), error);
    std::uint16_t port = 0;
    const char* end = where.data() + where.size();
    const char* digits = colon == std::string::npos ? end : where.data() + colon + 1;
    const auto [stop, fault] = std::from_chars(digits, end, port);
    if (error || bracketed != address.is_v6() || fault != std::errc() || stop != end)
        throw std::runtime_error("cannot listen on " + where +
                                 ": not ADDRESS:PORT, like 127.0.0.1:8080 or [::1]:8080");
    return {address, port};
}

AddressBytes bytes_of(const asio::ip::tcp::endpoint& endpoint)
{
    const auto address = endpoint.address();
    if (address.is_v6())
        return address.to_v6().to_bytes();
    return asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
}

} // namespace heard::http
