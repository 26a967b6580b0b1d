#include "daemon/log.hpp"

#include <unistd.h>

namespace heard::daemon {

namespace {

std::string_view name_of(Level level)
{
    switch (level) {
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        break;
    }
    return "error";
}

} // namespace

void Log::write(Level level, std::string_view event, std::string_view detail) const
{
    auto line = time::to_rfc3339(clock_.now());
    line += " level=";
    line += name_of(level);
    line += " event=";
    line += event;
    if (!detail.empty()) {
        line += ' ';
        line += detail;
    }
    line += '\n';
    // One write, so that lines of several threads never mix. A log that is full or gone must not
    // stop the daemon.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

std::string field(std::string_view key, std::string_view value)
{
    std::string text{key};
    text += "=\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    text += '"';
    return text;
}

std::string field(std::string_view key, long long value)
{
    return std::string{key} + "=" + std::to_string(value);
}

} // namespace heard::daemon
