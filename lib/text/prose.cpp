// Characters and words of utf8.hpp: white space, first words, folding, lines.
// Unicode's tables come from utf8proc.
#include "text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

namespace heard::text {

namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6"; // U+2026

constexpr char32_t braille_blank = 0x2800; // Empty to the eye, a symbol to Unicode.

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

struct Character
{
    char32_t code;
    std::size_t size; ///< In bytes.
};

/// The first character of `text`, which is not empty. A byte that is not UTF-8 stands for itself as
/// U+FFFD.
Character first_character(std::string_view text)
{
    utf8proc_int32_t code = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (size <= 0)
        return {0xFFFD, 1};
    return {static_cast<char32_t>(code), static_cast<std::size_t>(size)};
}

/// White space after Unicode's property White_Space.
bool is_space(char32_t code)
{
    if ((code >= '\t' && code <= '\r') || code == ' ' || code == 0x85)
        return true;
    if (code < 0x80)
        return false;
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

bool is_control(char32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool is_invisible(char32_t code)
{
    if (is_space(code) || is_control(code) || code == braille_blank)
        return true;
    const auto number = static_cast<utf8proc_int32_t>(code);
    return utf8proc_category(number) == UTF8PROC_CATEGORY_CF ||
           utf8proc_get_property(number)->ignorable;
}

/// Bytes of the control character that the text begins with, line feed and tab aside; 0 if it
/// begins with none. Nobody types them; they only ever come from programs.
std::size_t control_size(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7f)
        return first == '\n' || first == '\t' ? 0 : 1;
    // U+0080 to U+009F.
    const bool c1 = first == 0xc2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0;
    return c1 ? 2 : 0;
}

std::string_view without_spaces_ahead(std::string_view text)
{
    while (!text.empty()) {
        const auto [code, size] = first_character(text);
        if (!is_space(code))
            break;
        text.remove_prefix(size);
    }
    return text;
}

std::string_view without_spaces_behind(std::string_view text)
{
    while (!text.empty()) {
        auto last = text.size() - 1;
        while (last > 0 && is_continuation(text[last]))
            --last;
        if (!is_space(first_character(text.substr(last)).code))
            break;
        text = text.substr(0, last);
    }
    return text;
}

/// One line being filled with words until it is full.
class Line
{
public:
    explicit Line(std::size_t characters_max)
        : characters_max_{characters_max}
    {}

    /// False when the character no longer fits.
    bool add(std::string_view character)
    {
        const std::size_t space = space_wanted_ && !line_.empty() ? 1 : 0;
        if (count_ + space + 1 > characters_max_)
            return false;
        if (space == 1) {
            words_end_ = line_.size();
            line_ += ' ';
        }
        line_ += character;
        count_ += space + 1;
        space_wanted_ = false;
        return true;
    }

    void end_word() { space_wanted_ = true; }

    std::string whole() { return std::move(line_); }

    /// What fitted of it, without the word that was under way; of a first word that is too long,
    /// its beginning.
    std::string cut()
    {
        if (!space_wanted_ && words_end_ > 0)
            line_.resize(words_end_);
        line_ += ellipsis;
        return std::move(line_);
    }

private:
    std::string line_;
    std::size_t characters_max_;
    std::size_t count_ = 0;
    std::size_t words_end_ = 0; ///< Where the last word but one ended.
    bool space_wanted_ = false;
};

} // namespace

std::string tidied(std::string_view text)
{
    std::string tidy;
    tidy.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i);
        if (text[i] == '\r')
            tidy += rest.starts_with("\r\n") ? "" : "\n";
        else if (const auto size = control_size(rest))
            i += size - 1;
        else
            tidy += text[i];
    }
    return std::string{without_spaces_behind(without_spaces_ahead(tidy))};
}

bool is_blank(std::string_view text)
{
    while (!text.empty()) {
        const auto [code, size] = first_character(text);
        if (!is_invisible(code))
            return false;
        text.remove_prefix(size);
    }
    return true;
}

std::string first_words(std::string_view text, std::size_t characters_max)
{
    Line line{characters_max};
    while (!text.empty()) {
        const auto [code, size] = first_character(text);
        if (is_space(code))
            line.end_word();
        else if (!is_control(code) && !line.add(text.substr(0, size)))
            return line.cut();
        text.remove_prefix(size);
    }
    return line.whole();
}

std::string folded(std::string_view text)
{
    constexpr auto how =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                       UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    utf8proc_uint8_t* mapped = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, how);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{mapped, &std::free};
    if (size == UTF8PROC_ERROR_INVALIDUTF8)
        return folded(repaired(text));
    if (size < 0)
        throw std::bad_alloc{}; // The only other failure of these options.
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::vector<std::string_view> lines(std::string_view text)
{
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        all.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

} // namespace heard::text
