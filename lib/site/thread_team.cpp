#include "site/thread_team.hpp"

namespace heard::site {

ThreadTeam::ThreadTeam()
    : open_{io_.get_executor()}
{}

// From here on the team counts as made: should a thread be refused, the destructor ends the others.
ThreadTeam::ThreadTeam(int threads)
    : ThreadTeam{}
{
    for (int i = 0; i < threads; ++i)
        threads_.emplace_back([this] { io_.run(); });
}

ThreadTeam::~ThreadTeam()
{
    open_.reset();
    for (auto& thread : threads_)
        thread.join();
}

} // namespace heard::site
