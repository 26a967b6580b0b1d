#include "daemon/last_words.hpp"

#include "daemon/exit_code.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <new>
#include <stdexcept>
#include <string>

using namespace heard::daemon;

namespace {

struct End
{
    int status; ///< As waitpid gives it.
    std::string words;
};

/// How a process of its own ends that throws where nothing may be thrown.
template <class Exception>
End end_by(const Exception& exception)
{
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const auto child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDERR_FILENO);
        say_last_words();
        const auto thrower = [&] { throw exception; };
        [&]() noexcept { thrower(); }();
    }
    ::close(pipe[1]);
    End end{};
    std::array<char, 512> buffer{};
    for (ssize_t count = 0; (count = ::read(pipe[0], buffer.data(), buffer.size())) > 0;)
        end.words.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(pipe[0]);
    ::waitpid(child, &end.status, 0);
    return end;
}

} // namespace

TEST_CASE("an exception that nobody can catch ends the program as failed, and says why")
{
    const auto end = end_by(std::runtime_error{"the shop burned down"});
    CHECK(WIFEXITED(end.status));
    CHECK(WEXITSTATUS(end.status) == exit_failed);
    CHECK(end.words == "heard: cannot go on: the shop burned down\n");
}

TEST_CASE("for want of memory it says that there is none")
{
    const auto end = end_by(std::bad_alloc{});
    CHECK(WIFEXITED(end.status));
    CHECK(WEXITSTATUS(end.status) == exit_failed);
    CHECK(end.words.find("no memory left") != std::string::npos);
}
