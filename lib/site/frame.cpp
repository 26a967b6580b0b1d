#include "site/frame.hpp"

#include "text/assets.hpp"

#include <cstdint>
#include <sstream>

namespace heard::site {

namespace {

/// FNV-1a: enough to tell one build's stylesheet from another's; nobody is kept out by it.
std::string fingerprint(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : bytes) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3U;
    }
    std::ostringstream hex;
    hex << std::hex << hash;
    return hex.str();
}

std::string lasting_path(const std::string& file)
{
    return "/" + file + "?v=" + fingerprint(text::asset(file));
}

} // namespace

text::Data frame_of(const desk::House& house, const std::string& title)
{
    text::Data data;
    data.set("lang", house.words.language());
    data.set("dir", std::string{house.words.direction()});
    data.set("title", title);
    data.set("business", house.business);
    data.set("stylesheet", stylesheet_path());
    data.set("script", script_path());
    return data;
}

const std::string& stylesheet_path()
{
    static const auto path = lasting_path("static/heard.css");
    return path;
}

const std::string& script_path()
{
    static const auto path = lasting_path("static/heard.js");
    return path;
}

const std::string& reply_script_path()
{
    static const auto path = lasting_path("static/reply.js");
    return path;
}

const std::string& staff_script_path()
{
    static const auto path = lasting_path("static/staff.js");
    return path;
}

std::string first_name(std::string_view name)
{
    return std::string{name.substr(0, name.find(' '))};
}

std::string initial_of(std::string_view name)
{
    std::size_t bytes = name.empty() ? 0 : 1;
    while (bytes < name.size() && (static_cast<unsigned char>(name[bytes]) & 0xC0U) == 0x80U)
        ++bytes;
    return std::string{name.substr(0, bytes)};
}

} // namespace heard::site
