#include "daemon/last_words.hpp"

#include "daemon/exit_code.hpp"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>

namespace heard::daemon {

namespace {

void say(std::string_view words)
{
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, words.data(), words.size());
}

void say_why(const std::exception_ptr& failed)
{
    try {
        std::rethrow_exception(failed);
    } catch (const std::bad_alloc&) {
        say("heard: there is no memory left: start it again, and give it more\n");
    } catch (const std::exception& error) {
        say("heard: cannot go on: ");
        say(error.what());
        say("\n");
    } catch (...) {
        say("heard: cannot go on, and does not know why: start it again\n");
    }
}

[[noreturn]] void end()
{
    // Where nothing may be thrown, the compiler may come here before it says what was.
    if (const auto failed = std::current_exception())
        say_why(failed);
    else
        say("heard: cannot go on, mostly for want of memory: start it again\n");
    std::_Exit(exit_failed); // What is committed is safe; nobody was told of anything else.
}

} // namespace

void say_last_words()
{
    std::set_terminate(end);
}

} // namespace heard::daemon
