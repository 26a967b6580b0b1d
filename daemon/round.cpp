#include "daemon/round.hpp"

#include <boost/asio/co_spawn.hpp>

namespace heard::daemon {

void Round::stop()
{
    stopping_ = true;
    wake();
}

// Never detached: a round that dies ends the daemon, and the supervisor starts it again.
void Round::spawn(boost::asio::awaitable<void> work)
{
    boost::asio::co_spawn(parts_.io, std::move(work), [this](std::exception_ptr failed) {
        if (failed)
            parts_.died(failed);
    });
}

} // namespace heard::daemon
