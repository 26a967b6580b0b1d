// Bodies by length and in chunks: the same body however it arrives, and the same as a second,
// simpler reader makes of it.
// Input: `c` (chunked) or `l` (by length), a digit for how much is kept, then the bytes.
#include "http/body.hpp"
#include "fuzz/support.hpp"
#include "http/letters.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace heard::fuzz {
namespace {

struct Read
{
    std::string kept;
    std::size_t taken = 0;
    int status = 0;
    bool done = false;
    bool cut = false;
    bool operator==(const Read&) const = default;
};

Read read(const http::Head& head, http::BodyLimits limits,
          const std::vector<std::string_view>& pieces)
{
    http::BodyReader reader(head, limits);
    Read result;
    for (const auto piece : pieces) {
        const auto taken = reader.take(piece, result.kept);
        if (!taken) {
            result.status = taken.error().status;
            return result;
        }
        require(*taken <= piece.size(), "no more is taken than came");
        require(*taken == piece.size() || reader.done(), "what is left over is the next request's");
        result.taken += *taken;
        if (reader.done())
            break;
    }
    result.done = reader.done();
    result.cut = reader.cut();
    return result;
}

struct Chunks
{
    std::string data;
    std::size_t size; ///< Of all the bytes that they came in.
};

std::string_view take_line(std::string_view& rest)
{
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(line.size() + 2, rest.size()));
    return line;
}

/// A chunked body, or nothing if it is not whole. For bodies that the reader has taken: it believes
/// what it sees, and looks at nothing but sizes.
std::optional<Chunks> second_reader(std::string_view bytes)
{
    std::string data;
    auto rest = bytes;
    for (;;) {
        const auto size = std::stoul(std::string(take_line(rest)), nullptr, 16);
        if (size == 0)
            break;
        if (rest.size() < size + 2)
            return std::nullopt;
        data += rest.substr(0, size);
        rest.remove_prefix(size + 2);
    }
    while (!take_line(rest).empty())
        continue;
    return Chunks{std::move(data), bytes.size() - rest.size()};
}

void check_chunks(std::string_view bytes, http::BodyLimits limits, const Read& whole)
{
    const auto chunks = second_reader(bytes);
    require(chunks.has_value(), "a body that has ended is whole");
    require(whole.taken == chunks->size, "the next request begins where the body ends");
    require(whole.kept == chunks->data.substr(0, limits.kept), "the beginning is kept");
    require(whole.cut == (chunks->data.size() > limits.kept), "what was dropped is said");
}

void check_length(std::string_view bytes, const http::Head& head, http::BodyLimits limits,
                  const Read& whole)
{
    const auto body = bytes.substr(0, head.length);
    require(whole.status == 0, "a body of known length cannot be wrong");
    require(whole.done == (bytes.size() >= head.length), "it ends where it said");
    require(whole.taken == body.size(), "and not a byte later");
    require(whole.kept == body.substr(0, limits.kept), "the beginning is kept");
}

} // namespace

void try_one(std::string_view input)
{
    if (input.size() < 2)
        return;
    const auto bytes = input.substr(2);
    http::Head head;
    head.framing = input[0] == 'c' ? http::Framing::chunked : http::Framing::length;
    head.length = head.framing == http::Framing::length ? bytes.size() / 2 + 1 : 0;
    const http::BodyLimits limits{.kept = 16U << (static_cast<unsigned char>(input[1]) % 8U),
                                  .read = 1 << 16};

    const auto whole = read(head, limits, {bytes});
    require(whole.kept.size() <= limits.kept, "no more is kept than may be");
    for (const std::uint64_t salt : {0U, 1U, 2U}) {
        auto piecemeal = read(head, limits, pieces_of(bytes, salt));
        if (whole.status != 0) // How much was taken and kept before that is nobody's business.
            require(piecemeal.status == whole.status, "refused is refused");
        else
            require(piecemeal == whole, "the same body however it arrives");
    }
    if (head.framing == http::Framing::length)
        check_length(bytes, head, limits, whole);
    else if (whole.done)
        check_chunks(bytes, limits, whole);
}

} // namespace heard::fuzz
