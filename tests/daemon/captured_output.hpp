// What a command says, kept for the test to read.
#pragma once

#include <iostream>
#include <sstream>

namespace heard::daemon::test {

/// Takes a stream over until it goes.
class CapturedOutput
{
public:
    explicit CapturedOutput(std::ostream& stream)
        : stream_{stream}
        , before_{stream.rdbuf(text_.rdbuf())}
    {}
    ~CapturedOutput() { stream_.rdbuf(before_); }
    CapturedOutput(const CapturedOutput&) = delete;
    CapturedOutput& operator=(const CapturedOutput&) = delete;

    std::string text() const { return text_.str(); }

private:
    std::ostream& stream_;
    std::ostringstream text_;
    std::streambuf* before_;
};

} // namespace heard::daemon::test
