// Takes the body of a request out of the bytes that follow its head: by length, or chunked (RFC
// 9112 §7.1). Pure. Knows no socket and no deadline; keeps the beginning of what is too long, so
// that no customer's words are lost.
#pragma once

#include "http/gate.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace heard::http {

struct BodyLimits
{
    /// Bytes kept; what follows is read and dropped.
    std::size_t kept = 1 << 20;
    /// Bytes read at all, so that the sender comes to reading our answer.
    std::uint64_t read = 64ULL << 20;
};

class BodyReader
{
public:
    BodyReader(const Head& head, BodyLimits limits);

    /// Takes what belongs to the body from the front of `bytes`, appends it to `kept`, and says how
    /// many bytes it took.
    std::expected<std::size_t, Refusal> take(std::string_view bytes, std::string& kept);

    /// No more bytes are wanted: the body has ended, or it went beyond BodyLimits::read.
    bool done() const { return step_ == Step::done; }
    /// From here on all is dropped: there is no room for more than these.
    void keep_no_more(std::size_t bytes) { limits_.kept = bytes; }
    /// Of the body so far, also dropped ones.
    std::uint64_t bytes_read() const { return read_; }
    /// Something was dropped.
    bool cut() const { return cut_; }

private:
    using Outcome = std::expected<void, Refusal>;
    enum class Step { plain, chunk_size, chunk_data, chunk_end, trailer, done };

    std::size_t take_data(std::string_view bytes, std::string& kept);
    std::expected<std::size_t, Refusal> take_line(std::string_view bytes);
    Outcome end_line();
    Outcome end_size_line(std::string_view line);
    Outcome end_trailer_line(std::string_view line);

    BodyLimits limits_;
    Step step_ = Step::done;
    std::uint64_t left_ = 0; ///< Bytes still to come, of the body or of the chunk.
    std::uint64_t read_ = 0;
    std::size_t extras_ = 0; ///< Bytes of extensions and trailers so far.
    std::string line_;       ///< The beginning of a size line or trailer that has not ended.
    bool cut_ = false;
};

} // namespace heard::http
