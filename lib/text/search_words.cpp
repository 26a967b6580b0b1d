#include "text/search_words.hpp"

#include "text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace heard::text {

namespace {

// Nobody types more of a word to find it.
constexpr std::size_t folded_max = 64;
// Enough to see what the word that is found is about.
constexpr std::size_t bytes_before = 60;
constexpr std::string_view ellipsis = "\xE2\x80\xA6"; // U+2026

struct Letter
{
    char32_t code;
    std::size_t size; ///< In bytes.
};

Letter first_letter(std::string_view text)
{
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x80)
        return {byte, 1};
    utf8proc_int32_t code = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (size <= 0)
        return {0xFFFD, 1};
    return {static_cast<char32_t>(code), static_cast<std::size_t>(size)};
}

enum class Role { between, inside, unseen };

Role role_of(char32_t code)
{
    if (code < 0x80) {
        const auto lower = code | 0x20U;
        const bool inside = (code >= '0' && code <= '9') || (lower >= 'a' && lower <= 'z');
        return inside ? Role::inside : Role::between;
    }
    constexpr char32_t tatweel = 0x640; // Stretches an Arabic word; a letter to Unicode.
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    if (category == UTF8PROC_CATEGORY_CF || code == tatweel)
        return Role::unseen;
    const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
    const bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
    return letter || mark || digit ? Role::inside : Role::between;
}

/// What Unicode keeps apart, and people do not. Empty: stays as it is.
std::string_view plain_form(char32_t code)
{
    switch (code) {
    case 0x0131: // ı
        return "i";
    case 0x0142: // ł
        return "l";
    case 0x00F8: // ø
        return "o";
    case 0x0111: // đ
    case 0x00F0: // ð
        return "d";
    case 0x00FE: // þ
        return "th";
    case 0x00E6: // æ
        return "ae";
    case 0x0153: // œ
        return "oe";
    case 0x0671: // Alef wasla: as alef.
        return "\xD8\xA7";
    case 0x0649: // Alef maksura and the Persian yeh: as yeh.
    case 0x06CC:
        return "\xD9\x8A";
    case 0x0629: // Teh marbuta: as heh.
        return "\xD9\x87";
    case 0x06A9: // The Persian kaf: as kaf.
        return "\xD9\x83";
    default:
        return {};
    }
}

/// 0 to 9 for a digit of Arabic or Persian, else -1.
int arabic_digit(char32_t code)
{
    if (code >= 0x660 && code <= 0x669)
        return static_cast<int>(code - 0x660);
    if (code >= 0x6F0 && code <= 0x6F9)
        return static_cast<int>(code - 0x6F0);
    return -1;
}

std::string plain(std::string_view word)
{
    std::string result;
    while (!word.empty()) {
        const auto letter = first_letter(word);
        const auto form = plain_form(letter.code);
        if (const int digit = arabic_digit(letter.code); digit >= 0)
            result += static_cast<char>('0' + digit);
        else
            result += form.empty() ? word.substr(0, letter.size) : form;
        word.remove_prefix(letter.size);
    }
    return result;
}

/// So many bytes of it; no character is cut.
std::string_view at_most(std::string_view text, std::size_t size)
{
    if (text.size() <= size)
        return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return text.substr(0, size);
}

std::string compared(std::string_view word, bool is_ascii)
{
    auto result = std::string{word};
    if (is_ascii)
        std::ranges::transform(result, result.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        });
    else
        result = plain(folded(word));
    result.resize(at_most(result, folded_max).size());
    return result;
}

bool matches(const SearchWord& word, std::span<const std::string> terms)
{
    return std::ranges::any_of(terms,
                               [&](const auto& term) { return is_meant(word.folded, term); });
}

/// Collects pieces: neighbours that are shown alike become one.
class Line
{
public:
    /// What stands between words, its white space as one space.
    void add(std::string_view gap)
    {
        for (const char c : gap) {
            const bool space = c == ' ' || (c >= '\t' && c <= '\r');
            if (!space)
                plain_ += c;
            else if (plain_.empty() ? !pieces_.empty() : plain_.back() != ' ')
                plain_ += ' ';
        }
    }
    void add_word(std::string_view word, bool is_match)
    {
        if (!is_match) {
            plain_ += word;
            return;
        }
        flush();
        pieces_.push_back({std::string{word}, true});
    }
    std::vector<Piece> take()
    {
        flush();
        return std::move(pieces_);
    }

private:
    void flush()
    {
        if (!plain_.empty())
            pieces_.push_back({std::move(plain_), false});
        plain_.clear();
    }

    std::vector<Piece> pieces_;
    std::string plain_;
};

} // namespace

std::vector<SearchWord> search_words(std::string_view text)
{
    std::vector<SearchWord> words;
    std::string word; // Without what is unseen.
    bool is_ascii = true;
    std::size_t begin = 0;
    const auto end_at = [&](std::size_t end) {
        if (auto form = compared(word, is_ascii); !form.empty())
            words.push_back({std::move(form), begin, end});
        word.clear();
        is_ascii = true;
    };
    std::size_t end = 0; // Of the last letter inside.
    for (std::size_t at = 0; at < text.size();) {
        const auto letter = first_letter(text.substr(at));
        const auto role = role_of(letter.code);
        if (role == Role::inside) {
            if (word.empty())
                begin = at;
            word += text.substr(at, letter.size);
            is_ascii = is_ascii && letter.code < 0x80;
            end = at + letter.size;
        } else if (role == Role::between && !word.empty()) {
            end_at(end);
        }
        at += letter.size;
    }
    if (!word.empty())
        end_at(end);
    return words;
}

bool is_single(std::string_view term)
{
    return !term.empty() && term.size() == first_letter(term).size;
}

bool is_meant(std::string_view folded, std::string_view term)
{
    return is_single(term) ? folded == term : folded.starts_with(term);
}

std::vector<Piece> excerpt(std::string_view text, std::span<const std::string> terms,
                           std::size_t bytes_max)
{
    const auto words = search_words(text);
    const auto match =
        std::ranges::find_if(words, [&](const auto& word) { return matches(word, terms); });
    auto first = words.begin();
    if (match != words.end())
        while (match->begin - first->begin > bytes_before)
            ++first;
    Line line;
    if (first != words.begin())
        line.add_word(std::string{ellipsis} + " ", false);
    const auto begin = first == words.begin() ? 0 : first->begin;
    auto at = begin;
    for (auto word = first; word != words.end(); ++word) {
        const bool fits = word->end - begin <= bytes_max;
        if (!fits && word != first) {
            line.add_word(" " + std::string{ellipsis}, false);
            return line.take();
        }
        line.add(text.substr(at, word->begin - at));
        const auto shown = text.substr(word->begin, word->end - word->begin);
        if (fits)
            line.add_word(shown, matches(*word, terms));
        else
            line.add_word(first_words(shown, bytes_max / 4), matches(*word, terms));
        at = word->end;
    }
    line.add(at_most(text.substr(at), bytes_max)); // The full stop, as a rule.
    return line.take();
}

} // namespace heard::text
