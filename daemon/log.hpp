// The log: one line an event on standard error, `time level event key=value ...` (logfmt), for
// people and for grep. Never a customer's words, an address or a token. Thread: any.
#pragma once

#include "time/clock.hpp"

#include <string>
#include <string_view>

namespace heard::daemon {

enum class Level { info, warning, error };

class Log
{
public:
    explicit Log(const time::Clock& clock)
        : clock_{clock}
    {}

    /// `detail` is `key=value` pairs, already quoted where needed, or empty.
    void write(Level level, std::string_view event, std::string_view detail = {}) const;

private:
    const time::Clock& clock_;
};

/// `key="value"` with quotes, backslashes and line breaks made harmless.
std::string field(std::string_view key, std::string_view value);
std::string field(std::string_view key, long long value);

} // namespace heard::daemon
