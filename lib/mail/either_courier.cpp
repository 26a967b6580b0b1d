#include "mail/either_courier.hpp"

#include <utility>

namespace heard::mail {

EitherCourier::EitherCourier(std::shared_ptr<Courier> first, std::shared_ptr<Courier> other)
    : first_{std::move(first)}
    , other_{std::move(other)}
{}

Delivery EitherCourier::deliver(const Parcel& parcel)
{
    const auto first = first_->deliver(parcel);
    if (first.verdict == Verdict::delivered)
        return first;
    auto other = other_->deliver(parcel);
    if (other.verdict == Verdict::delivered)
        return other;
    if (first.verdict == Verdict::never && other.verdict == Verdict::never)
        return first;
    // What one of the two might still take is not given up.
    return {Verdict::later, first.detail, first.relay_down && other.relay_down,
            first.not_asked && other.not_asked};
}

} // namespace heard::mail
