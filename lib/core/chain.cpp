#include "core/chain.hpp"

#include <array>
#include <charconv>
#include <string>

namespace heard::core {

namespace {

/// The text that a link is made from. Numbers and digests are written into it in place: every
/// submission makes two links.
class LineText
{
public:
    LineText() { text_.reserve(512); }

    void add(std::string_view value)
    {
        text_ += value;
        text_ += '\n';
    }
    void add(std::int64_t number)
    {
        std::array<char, 20> digits; // What the longest one takes, with its sign.
        const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
        add(std::string_view{digits.begin(), end});
    }
    void add(time::Instant at) { add(time::to_number(at)); }
    void add(const Digest& digest) { add(std::string_view{to_hex(digest)}); }
    template <class Tag>
    void add(Id<Tag> id)
    {
        add(id.value);
    }
    template <class T>
    void add(const std::optional<T>& value)
    {
        if (value)
            add(*value);
        else
            add(std::string_view{"-"});
    }

    Digest digest() const { return digest_of(text_); }

private:
    std::string text_;
};

} // namespace

Digest link_after(const Digest& previous, const ChainedLine& line)
{
    LineText text;
    text.add(std::string_view{"heard-book-v1"});
    text.add(previous);
    text.add(line.number);
    text.add(line.at);
    text.add(line.what);
    text.add(line.ticket);
    text.add(line.entry);
    text.add(line.promise);
    text.add(line.staff);
    text.add(line.due_at);
    text.add(line.words);
    text.add(line.detail); // Last, since it is the only one that may have lines of its own.
    return text.digest();
}

} // namespace heard::core
