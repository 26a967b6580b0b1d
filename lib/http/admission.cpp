#include "http/admission.hpp"

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>

namespace heard::http {

namespace {

/// Whoever has one IPv6 address has the 2^64 beside it, so these count as one.
AddressBytes household(AddressBytes peer)
{
    if (!boost::asio::ip::address_v6(peer).is_v4_mapped())
        std::fill(peer.begin() + 8, peer.end(), static_cast<unsigned char>(0));
    return peer;
}

} // namespace

bool Admission::enter(const AddressBytes& peer, bool exempt)
{
    if (inside_ >= caps_.overall)
        return false;
    const auto place = by_address_.try_emplace(household(peer), 0).first;
    if (place->second >= caps_.per_address && !exempt)
        return false;
    ++place->second;
    ++inside_;
    return true;
}

void Admission::leave(const AddressBytes& peer)
{
    const auto place = by_address_.find(household(peer));
    if (--place->second == 0)
        by_address_.erase(place);
    --inside_;
}

} // namespace heard::http
