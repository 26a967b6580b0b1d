// Where to listen, from the settings' words; and who called, as bytes. Opens nothing.
#pragma once

#include "http/address.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace heard::http {

/// `127.0.0.1:8080`, `[::1]:8080`, and only addresses, no names. Throws std::runtime_error that
/// says what to write.
boost::asio::ip::tcp::endpoint parse_endpoint(const std::string& where);

AddressBytes bytes_of(const boost::asio::ip::tcp::endpoint& endpoint);

} // namespace heard::http
