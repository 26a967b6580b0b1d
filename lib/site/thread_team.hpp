// A few threads that run what is posted to them. Knows nothing of what that is.
// Asio's own thread_pool waits for ever for its first threads when the system refuses it one more;
// a daemon that cannot start must say so and end.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>
#include <vector>

namespace heard::site {

/// Thread: any posts.
class ThreadTeam
{
public:
    /// Throws std::system_error when the system gives no more threads.
    explicit ThreadTeam(int threads);
    /// Comes back when all that was posted has run.
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    boost::asio::io_context::executor_type get_executor() { return io_.get_executor(); }

private:
    ThreadTeam();

    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_;
    std::vector<std::thread> threads_;
};

} // namespace heard::site
