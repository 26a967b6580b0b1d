// Where passwords are hashed: a few threads of their own, so that a sign-in holds up no page.
// Knows passwords and hashes; neither whose they are nor what a good one opens.
#pragma once

#include "core/problem.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace heard::site {

/// Each hash takes 64 MiB and a core for a tenth of a second: a bound on how many run at once
/// bounds what a crowd at the sign-in page can cost, and a bound on how many wait bounds how long
/// it takes. Thread: any coroutine calls; results come back on the caller's executor.
class PasswordPool
{
public:
    template <class T>
    using Result = boost::asio::awaitable<std::expected<T, core::Problem>>;

    /// Both at least 1.
    explicit PasswordPool(int at_once, int waiting_max = 32);
    /// Ends what runs; what waits hears that we are busy. Blocks for the length of a hash.
    ~PasswordPool();
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;

    /// An empty hash is nobody's: takes as long as any other, and is false.
    /// Problems: unavailable (too many wait, or there is no memory for one more).
    Result<bool> verify(std::string hash, std::string password);
    /// The text to store. Problems: as above.
    Result<std::string> hash(std::string password);

private:
    struct Workers;

    /// Runs `work` on one of the threads.
    template <class T>
    Result<T> run(std::function<T()> work);

    std::unique_ptr<Workers> workers_;
};

} // namespace heard::site
