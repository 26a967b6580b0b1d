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

// The cap for each address first: who has had his share must not make others leave.
Admission::Answer Admission::enter(const AddressBytes& peer, bool exempt)
{
    const auto from = household(peer);
    const auto known = by_address_.find(from);
    if (known != by_address_.end() && known->second >= caps_.per_address && !exempt)
        return Answer::too_many_from_there;
    if (inside_ >= caps_.overall)
        return Answer::full;
    ++by_address_[from];
    ++inside_;
    return Answer::welcome;
}

void Admission::leave(const AddressBytes& peer)
{
    const auto place = by_address_.find(household(peer));
    if (--place->second == 0)
        by_address_.erase(place);
    --inside_;
}

} // namespace heard::http
