#include "daemon/descriptors.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

namespace {

using namespace heard::daemon;

/// While it lives, this process may open so many.
class Descriptors
{
public:
    explicit Descriptors(rlim_t count)
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto few = before_;
        few.rlim_cur = count;
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~Descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("connections leave some descriptors for the database and the letters")
{
    const Descriptors few(1000);
    CHECK(connections_possible(744) == 744);
    CHECK(connections_possible(745) == 744);
    CHECK(connections_possible(1'000'000) == 744);
}

TEST_CASE("with hardly any descriptors there is still one connection")
{
    const Descriptors few(100);
    CHECK(connections_possible(4096) == 1);
}

TEST_CASE("the soft limit is raised to the hard one")
{
    const Descriptors few(100);
    allow_many_descriptors();
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    CHECK(limit.rlim_cur == limit.rlim_max);
}
