#include "daemon/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace heard::daemon {

void allow_many_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int connections_possible(int wanted)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    const auto needed = static_cast<rlim_t>(wanted) + descriptors_reserved;
    if (limit.rlim_cur >= needed)
        return wanted;
    return std::max(1, static_cast<int>(limit.rlim_cur) - descriptors_reserved);
}

} // namespace heard::daemon
