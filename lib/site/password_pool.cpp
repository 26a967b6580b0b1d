#include "site/password_pool.hpp"

#include "auth/password.hpp"
#include "site/thread_team.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <new>
#include <optional>
#include <utility>

namespace heard::site {

namespace {

namespace asio = boost::asio;

core::Problem busy()
{
    return {core::ProblemKind::unavailable, "problem.busy", ""};
}

bool verified(const std::string& hash, const std::string& password)
{
    if (!hash.empty())
        return auth::verify_password(hash, password);
    auth::verify_nobody(password);
    return false;
}

/// What the work gives; nothing when the machine has no memory left for it.
template <class T>
std::optional<T> result_of(const std::function<T()>& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return std::nullopt;
    }
}

} // namespace

struct PasswordPool::Workers
{
    Workers(int at_once, int waiting_max)
        : inside_max{at_once + waiting_max}
        , threads{at_once}
    {}

    /// True: counted in, and leave() must follow.
    bool enter()
    {
        if (inside.fetch_add(1) < inside_max)
            return true;
        leave();
        return false;
    }
    void leave() { inside.fetch_sub(1); }

    const int inside_max;
    std::atomic<int> inside = 0; ///< Running and waiting.
    std::atomic<bool> closing = false;
    ThreadTeam threads; ///< Last: what still runs uses the others.
};

PasswordPool::PasswordPool(int at_once, int waiting_max)
    : workers_{std::make_unique<Workers>(std::max(at_once, 1), std::max(waiting_max, 1))}
{}

PasswordPool::~PasswordPool()
{
    workers_->closing = true;
}

PasswordPool::Result<bool> PasswordPool::verify(std::string hash, std::string password)
{
    std::function<bool()> work = [hash = std::move(hash), password = std::move(password)] {
        return verified(hash, password);
    };
    co_return co_await run(std::move(work));
}

PasswordPool::Result<std::string> PasswordPool::hash(std::string password)
{
    std::function<std::string()> work = [password = std::move(password)] {
        return auth::hash_password(password);
    };
    co_return co_await run(std::move(work));
}

template <class T>
PasswordPool::Result<T> PasswordPool::run(std::function<T()> work)
{
    if (!workers_->enter())
        co_return std::unexpected{busy()};

    auto start = [workers = workers_.get()](auto waiting, std::function<T()> handed_in) {
        auto job = [workers, waiting = std::move(waiting), work = std::move(handed_in)]() mutable {
            auto result = workers->closing ? std::nullopt : result_of(work);
            workers->leave();
            const auto caller = asio::get_associated_executor(waiting);
            asio::post(caller,
                       [waiting = std::move(waiting), result = std::move(result)]() mutable {
                           waiting(nullptr, std::move(result));
                       });
        };
        asio::post(workers->threads.get_executor(), std::move(job));
    };
    auto result = co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                                void(std::exception_ptr, std::optional<T>)>(
        start, asio::use_awaitable, std::move(work));
    if (!result)
        co_return std::unexpected{busy()};
    co_return std::move(*result);
}

} // namespace heard::site
