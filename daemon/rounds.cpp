#include "daemon/rounds.hpp"

namespace heard::daemon {

Rounds::Rounds(RoundParts parts)
    : parts_{std::move(parts)}
    , promises_{parts_}
    , outbox_{parts_}
    , care_{parts_, promises_, outbox_}
    , search_{parts_}
{}

void Rounds::start()
{
    for (auto* round : all_)
        round->start();
}

void Rounds::stop()
{
    for (auto* round : all_)
        round->stop();
}

void Rounds::wake(const storage::Wake& wake)
{
    if (wake.promises_at)
        promises_.wake_at(*wake.promises_at);
    if (wake.letters)
        outbox_.wake();
    if (!wake.tickets.empty())
        search_.wake();
}

void Rounds::wake_all()
{
    for (auto* round : all_)
        round->wake();
}

void Rounds::take_new_settings()
{
    outbox_.try_all_ways();
    wake_all();
}

} // namespace heard::daemon
