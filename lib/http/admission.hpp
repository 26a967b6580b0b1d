// Who may come in while many are inside: a cap overall and one for each address. Knows no socket.
#pragma once

#include "http/address.hpp"

#include <cstddef>
#include <map>

namespace heard::http {

/// Thread: I/O.
class Admission
{
public:
    struct Caps
    {
        std::size_t overall;
        std::size_t per_address;
    };

    explicit Admission(Caps caps)
        : caps_(caps)
    {}

    enum class Answer {
        welcome, ///< Counted in; leave() must follow.
        full,    ///< Should somebody leave, there is a place.
        too_many_from_there,
    };

    /// `exempt` from the cap for each address are proxies we trust, through which everybody comes.
    Answer enter(const AddressBytes& peer, bool exempt);
    void leave(const AddressBytes& peer);

private:
    Caps caps_;
    std::size_t inside_ = 0;
    std::map<AddressBytes, std::size_t> by_address_;
};

} // namespace heard::http
