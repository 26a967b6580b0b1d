// The round that keeps the search in step with the book.
#pragma once

#include "daemon/round.hpp"

namespace heard::daemon {

/// Thread: I/O, but for what `Round` says.
class SearchRound final : public Round
{
public:
    using Round::Round;

private:
    boost::asio::awaitable<void> run() override;
    boost::asio::awaitable<void> rest(std::chrono::steady_clock::duration span);
};

} // namespace heard::daemon
