#include "http/body.hpp"

#include "http/letters.hpp"

#include <algorithm>

namespace heard::http {

namespace {

// Chunk extensions and trailers carry nothing that we want. They are capped over the whole body: a
// sender could otherwise hang kilobytes of them onto every byte.
constexpr std::size_t extras_max = 4096;
constexpr std::size_t size_digits_max = 8;

std::unexpected<Refusal> bad(std::string_view reason)
{
    return std::unexpected(Refusal{400, reason});
}

} // namespace

BodyReader::BodyReader(const Head& head, BodyLimits limits)
    : limits_(limits)
    , left_(head.length)
{
    if (head.framing == Framing::length)
        step_ = Step::plain;
    if (head.framing == Framing::chunked)
        step_ = Step::chunk_size;
}

std::expected<std::size_t, Refusal> BodyReader::take(std::string_view bytes, std::string& kept)
{
    std::size_t taken = 0;
    while (taken < bytes.size() && !done()) {
        const auto rest = bytes.substr(taken);
        if (step_ == Step::plain || step_ == Step::chunk_data) {
            taken += take_data(rest, kept);
            continue;
        }
        const auto line = take_line(rest);
        if (!line)
            return line;
        taken += *line;
    }
    return taken;
}

std::size_t BodyReader::take_data(std::string_view bytes, std::string& kept)
{
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    const auto room = limits_.kept - std::min(limits_.kept, kept.size());
    kept.append(bytes.substr(0, std::min(count, room)));
    cut_ = cut_ || count > room;
    left_ -= count;
    read_ += count;
    if (read_ > limits_.read)
        step_ = Step::done;
    else if (left_ == 0)
        step_ = step_ == Step::plain ? Step::done : Step::chunk_end;
    return count;
}

/// Gathers a line, and acts on it when its line feed comes.
std::expected<std::size_t, Refusal> BodyReader::take_line(std::string_view bytes)
{
    const auto feed = bytes.find('\n');
    const auto count = feed == std::string_view::npos ? bytes.size() : feed + 1;
    if (line_.size() + count > extras_max)
        return bad("A chunk extension or trailer is too long.");
    line_.append(bytes.substr(0, count));
    if (feed == std::string_view::npos)
        return count;
    if (const auto ended = end_line(); !ended)
        return std::unexpected(ended.error());
    line_.clear();
    return count;
}

BodyReader::Outcome BodyReader::end_line()
{
    if (!line_.ends_with("\r\n"))
        return bad("A line of the chunked body ends without a carriage return.");
    const auto line = std::string_view(line_).substr(0, line_.size() - 2);
    if (step_ == Step::chunk_size)
        return end_size_line(line);
    if (step_ == Step::trailer)
        return end_trailer_line(line);
    if (!line.empty())
        return bad("A chunk is longer than its size.");
    step_ = Step::chunk_size;
    return {};
}

/// `1a2b` or `1a2b;extension`. The size decides; the extension is dropped.
BodyReader::Outcome BodyReader::end_size_line(std::string_view line)
{
    const auto extension = line.substr(std::min(line.find(';'), line.size()));
    const auto digits = line.substr(0, line.size() - extension.size());
    if (digits.empty() || digits.size() > size_digits_max)
        return bad("A chunk has no valid size.");
    left_ = 0;
    for (const char digit : digits) {
        const int value = hex_value(digit);
        if (value < 0)
            return bad("A chunk has no valid size.");
        left_ = left_ * 16 + static_cast<std::uint64_t>(value);
    }
    extras_ += extension.size();
    if (extras_ > extras_max || !std::ranges::all_of(extension, is_value_char))
        return bad("The chunk extensions are too long or hold control characters.");
    step_ = left_ == 0 ? Step::trailer : Step::chunk_data;
    return {};
}

BodyReader::Outcome BodyReader::end_trailer_line(std::string_view line)
{
    if (line.empty()) {
        step_ = Step::done;
        return {};
    }
    extras_ += line.size();
    if (extras_ > extras_max)
        return bad("The trailers are too long.");
    if (const auto field = read_field(line); !field)
        return std::unexpected(field.error());
    return {};
}

} // namespace heard::http
