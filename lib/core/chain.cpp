#include "core/chain.hpp"

namespace heard::core {

namespace {

std::string shown(std::int64_t number)
{
    return std::to_string(number);
}

std::string shown(time::Instant at)
{
    return std::to_string(time::to_number(at));
}

std::string shown(const Digest& digest)
{
    return to_hex(digest);
}

template <class Tag>
std::string shown(Id<Tag> id)
{
    return std::to_string(id.value);
}

template <class T>
std::string shown(const std::optional<T>& value)
{
    return value ? shown(*value) : "-";
}

} // namespace

Digest link_after(const Digest& previous, const ChainedLine& line)
{
    std::string text;
    text.reserve(512);
    text = "heard-book-v1\n";
    const auto add = [&](std::string_view value) {
        text += value;
        text += '\n';
    };
    add(to_hex(previous));
    add(shown(line.number));
    add(shown(line.at));
    add(line.what);
    add(shown(line.ticket));
    add(shown(line.entry));
    add(shown(line.promise));
    add(shown(line.staff));
    add(shown(line.due_at));
    add(shown(line.words));
    add(line.detail); // Last, since it is the only one that may have lines of its own.
    return digest_of(text);
}

} // namespace heard::core
