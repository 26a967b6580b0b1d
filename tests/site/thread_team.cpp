#include "site/thread_team.hpp"

#include <boost/asio/post.hpp>

#include <doctest/doctest.h>

#include <atomic>

using heard::site::ThreadTeam;

TEST_CASE("what was posted to a team has run when the team is gone")
{
    std::atomic<int> done = 0;
    {
        ThreadTeam team{3};
        for (int i = 0; i < 100; ++i)
            boost::asio::post(team.get_executor(), [&] { ++done; });
    }
    CHECK(done == 100);
}
