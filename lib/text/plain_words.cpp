#include "text/plain_words.hpp"

#include "text/utf8.hpp"

#include <utf8proc.h>

namespace heard::text {

namespace {

/// Marks go without a trace: a vowel sign or a joiner inside a word does not end it.
bool is_silent(utf8proc_int32_t code)
{
    constexpr utf8proc_int32_t tatweel = 0x640; // Only makes an Arabic word longer.
    const auto category = utf8proc_category(code);
    return code == tatweel || category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_CF;
}

bool is_of_a_word(utf8proc_int32_t code)
{
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

} // namespace

std::string plain_words(std::string_view text)
{
    const auto bytes = folded(text);
    std::string words;
    bool between = false;
    for (std::size_t at = 0; at < bytes.size();) {
        utf8proc_int32_t code = 0;
        const auto size =
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()) + at,
                             static_cast<utf8proc_ssize_t>(bytes.size() - at), &code);
        const auto step = size > 0 ? static_cast<std::size_t>(size) : 1;
        if (size > 0 && is_of_a_word(code)) {
            if (between && !words.empty())
                words += ' ';
            between = false;
            words.append(bytes, at, step);
        } else if (size <= 0 || !is_silent(code)) {
            between = true;
        }
        at += step;
    }
    return words;
}

} // namespace heard::text
