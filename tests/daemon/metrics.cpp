#include "daemon/metrics.hpp"

#include "daemon/config_fixture.hpp"
#include "storage/store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <cstdio>
#include <set>
#include <sstream>

using namespace heard;
using namespace heard::daemon;

namespace {

http::Response asked(const std::string& path)
{
    const test::Folder folder;
    const time::SystemClock clock;
    boost::asio::io_context io;
    storage::Store store{io.get_executor(), clock, {.file = folder.path() / "heard.db"}};
    const auto page = metrics_page(store, [] { return Gauges{1, 2, 3, 4, 5}; });
    http::Request request;
    request.method = "GET";
    request.path = path;
    auto answer = page(std::move(request));
    auto response = boost::asio::co_spawn(io, std::move(answer), boost::asio::use_future);
    const auto busy = boost::asio::make_work_guard(io);
    while (response.wait_for(std::chrono::seconds{0}) != std::future_status::ready)
        io.run_one();
    return response.get();
}

} // namespace

TEST_CASE("each number has its help and its type before it, and counts what it says")
{
    const auto body = asked("/metrics").body;
    std::set<std::string> explained;
    std::istringstream lines{body};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# TYPE "))
            explained.insert(line.substr(7, line.find(' ', 7) - 7));
        if (!line.starts_with("#"))
            CHECK(explained.contains(line.substr(0, line.find_first_of(" {"))));
    }
    for (const auto* sample : {"heard_promises{state=\"open\"} 0\n", "heard_writes_waiting 1\n",
                               "heard_connections_open 2\n", "heard_requests_total 3\n",
                               "heard_connections_refused_total 4\n", "heard_letters_stuck 5\n"})
        CHECK(body.find(sample) != std::string::npos);
}

TEST_CASE("promtool has nothing to say about the metrics")
{
    if (std::system("command -v promtool >/dev/null") != 0) {
        MESSAGE("promtool is not installed: not checked");
        return;
    }
    const auto body = asked("/metrics").body;
    auto* const promtool = ::popen("promtool check metrics", "w");
    REQUIRE(promtool);
    std::fwrite(body.data(), 1, body.size(), promtool);
    CHECK(::pclose(promtool) == 0);
}

TEST_CASE("only the metrics are on their listener")
{
    CHECK(asked("/").status == 404);
    CHECK(asked("/staff").status == 404);
}
