// A courier with a second way: what the first cannot hand over now, the other tries at once.
#pragma once

#include "mail/courier.hpp"

#include <memory>

namespace heard::mail {

class EitherCourier final : public Courier
{
public:
    EitherCourier(std::shared_ptr<Courier> first, std::shared_ptr<Courier> other);

    /// The verdict of the first, unless that is `later`: then the other's. Never only if the first
    /// says so, and `relay_down` only when both are. A lost last word of the first may deliver
    /// twice.
    Delivery deliver(const Parcel& parcel) override;

private:
    std::shared_ptr<Courier> first_;
    std::shared_ptr<Courier> other_;
};

} // namespace heard::mail
