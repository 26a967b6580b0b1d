#include "site/crowd.hpp"

#include <algorithm>

namespace heard::site {

namespace {

using namespace std::chrono;

/// More in a day do not come from one household, but from a shop's Wi-Fi or from a program.
constexpr int from_address_in_a_day = 20;
/// One invoice is one customer, who may well think of something else.
constexpr int by_invoice_in_an_hour = 5;
/// Addresses, and invoices, that are remembered: some 2 MB each at the very most.
constexpr std::size_t keys_max = 10'000;

constexpr std::size_t heard_max = 1000;
constexpr auto heard_within = hours{1};
constexpr int many = 10;

} // namespace

std::uint16_t& WordsLately::count_of(std::size_t box, std::uint32_t hash)
{
    return counts_[box * slots_of_a_box + hash % slots_of_a_box];
}

void WordsLately::count(const text::Outline& outline, int step)
{
    for (std::size_t box = 0; box < outline.boxes.size(); ++box) {
        if (outline.boxes[box] == text::Outline::nothing)
            continue;
        auto& count = count_of(box, outline.boxes[box]);
        count = static_cast<std::uint16_t>(count + step);
    }
}

/// After the clock was set back, what is to come counts as old.
void WordsLately::forget_old(time::Instant now)
{
    while (!heard_.empty() &&
           (heard_.size() >= heard_max || abs(now - heard_.front().at) > heard_within)) {
        count(heard_.front().outline, -1);
        heard_.pop_front();
    }
}

bool WordsLately::many_like(const text::Outline& outline, time::Instant now)
{
    forget_old(now);
    int parts = 0;
    int parts_of_many = 0;
    for (std::size_t box = 0; box < outline.boxes.size(); ++box) {
        if (outline.boxes[box] == text::Outline::nothing)
            continue;
        ++parts;
        if (count_of(box, outline.boxes[box]) >= many)
            ++parts_of_many;
    }
    heard_.push_back({now, outline});
    count(outline, 1);
    return parts_of_many > 0 && 2 * parts_of_many >= parts;
}

Crowd::Crowd()
    : by_address_{from_address_in_a_day, days{1}, keys_max}
    , by_invoice_{by_invoice_in_an_hour, hours{1}, keys_max}
{}

/// A link whose key is retired may have been printed by anybody.
bool Crowd::vouches(const core::Submission& said, time::Instant now)
{
    return !said.invoice.empty() && !said.retired_key && by_invoice_.allow(said.invoice, now);
}

Crowd::Beside Crowd::beside(const core::Submission& said, const std::string& address,
                            time::Instant now)
{
    Beside found;
    found.link_vouches = vouches(said, now);
    if (!by_address_.allow(auth::address_group(address), now))
        found.signs = found.signs | core::Suspicion::many_from_address;
    if (words_.many_like(text::outline_of({said.likes, said.dislikes, said.wishes}), now))
        found.signs = found.signs | core::Suspicion::many_alike;
    return found;
}

} // namespace heard::site
