#include "core/repeated_reply.hpp"

#include "text/plain_words.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::core {

namespace {

using text::plain_words;

// Fewer letters and digits than this do not make a sentence anybody's own: "We are sorry."
constexpr std::size_t letters_min = 20;
// A greeting, a sign-off or a name under a letter is not longer than that.
constexpr std::size_t courtesy_words_max = 6;
// What stands below "Kind regards": a name, a shop, a telephone number.
constexpr std::size_t signature_bytes_max = 300;

// How letters begin and end in the languages of the house, as they are said; compared as plain
// words.
constexpr std::string_view greetings[] = {
    "dear",         "hello",          "hi",           "hey",           "good morning",
    "good day",     "good afternoon", "good evening", "to whom",       "hallo",
    "guten tag",    "guten morgen",   "guten abend",  "liebe",         "lieber",
    "sehr geehrte", "sehr geehrter",  "grüß gott",    "moin",          "bonjour",
    "bonsoir",      "cher",           "chère",        "salut",         "madame",
    "monsieur",     "hola",           "buenos días",  "buenas tardes", "buenas noches",
    "estimado",     "estimada",       "estimados",    "querido",       "querida",
    "dzień dobry",  "dobry wieczór",  "szanowna",     "szanowny",      "szanowni",
    "cześć",        "witam",          "witaj",        "drogi",         "droga",
    "merhaba",      "sayın",          "selam",        "günaydın",      "iyi günler",
    "iyi akşamlar", "sevgili",        "مرحبا",        "السلام عليكم",  "أهلا",
    "عزيزي",        "عزيزتي",         "السيد",        "السيدة",        "صباح الخير",
    "مساء الخير",   "تحية طيبة",
};
constexpr std::string_view sign_offs[] = {
    "kind regards",
    "best regards",
    "warm regards",
    "regards",
    "best wishes",
    "yours",
    "sincerely",
    "with kind regards",
    "many thanks and",
    "mit freundlichen grüßen",
    "freundliche grüße",
    "mit freundlichem gruß",
    "viele grüße",
    "liebe grüße",
    "herzliche grüße",
    "beste grüße",
    "schöne grüße",
    "mit besten grüßen",
    "mit herzlichen grüßen",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "sincères salutations",
    "meilleures salutations",
    "veuillez agréer",
    "amicalement",
    "atentamente",
    "saludos",
    "un saludo",
    "un cordial saludo",
    "cordialmente",
    "muy atentamente",
    "z poważaniem",
    "pozdrawiam",
    "pozdrowienia",
    "z pozdrowieniami",
    "serdecznie pozdrawiam",
    "z wyrazami szacunku",
    "saygılarımla",
    "saygılarımızla",
    "sevgiler",
    "iyi günler dilerim",
    "iyi günler dileriz",
    "selamlar",
    "مع تحياتي",
    "مع خالص التحيات",
    "مع خالص تحياتي",
    "تحياتي",
    "مع أطيب التحيات",
    "وتفضلوا",
    "مع فائق الاحترام",
    "مع التحية",
};

/// Part of the reply that has no line break in it.
struct Piece
{
    std::size_t begin = 0;
    std::string_view text;
};

bool begins_with_any(std::string_view words, auto& phrases)
{
    return std::ranges::any_of(phrases, [&](std::string_view phrase) {
        const auto plain = plain_words(phrase);
        return words.starts_with(plain) &&
               (words.size() == plain.size() || words[plain.size()] == ' ');
    });
}

std::size_t count_words(std::string_view plain)
{
    return plain.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(plain, ' '));
}

std::size_t count_letters(std::string_view plain)
{
    return text::count_characters(plain) - static_cast<std::size_t>(std::ranges::count(plain, ' '));
}

std::vector<Piece> lines_of(std::string_view reply)
{
    std::vector<Piece> lines;
    for (const auto line : text::lines(reply))
        if (!text::is_blank(line))
            lines.push_back({static_cast<std::size_t>(line.data() - reply.data()), line});
    return lines;
}

/// Sign-off and signature go, with all that stands below; so does a bare name on the last line.
void drop_signature(std::vector<Piece>& lines, std::string_view reply)
{
    const auto is_sign_off = [&](const Piece& line) {
        const bool is_last = reply.size() - line.begin <= signature_bytes_max;
        return is_last && (line.text == "-- " || line.text == "--" ||
                           begins_with_any(plain_words(line.text), sign_offs));
    };
    lines.erase(std::ranges::find_if(lines, is_sign_off), lines.end());
    if (lines.size() < 2)
        return;
    const auto last = lines.back().text;
    const bool ends = std::string_view{".!?"}.find(last.back()) != std::string_view::npos;
    if (!ends && count_words(plain_words(last)) < courtesy_words_max)
        lines.pop_back();
}

/// Bytes of the mark that ends a clause there, or 0: comma, colon, exclamation mark, in Arabic too.
std::size_t clause_end_at(std::string_view text)
{
    for (const std::string_view mark : {",", ":", "!", "،", "–"})
        if (text.starts_with(mark))
            return mark.size();
    return 0;
}

/// Bytes up to and with the mark behind the greeting, or 0. "Hello, Ann:" has two of them.
std::size_t end_of_greeting(std::string_view line)
{
    constexpr std::size_t with_name_max = 4;
    std::size_t end = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const auto mark = clause_end_at(line.substr(at));
        if (mark == 0)
            continue;
        if (count_words(plain_words(line.substr(0, at))) >
            (end == 0 ? courtesy_words_max : with_name_max))
            break;
        end = at + mark;
    }
    return end;
}

/// "Dear Ann, we are sorry" begins behind the comma; a line that only greets is empty then.
void drop_greeting(Piece& line)
{
    const auto words = plain_words(line.text);
    if (!begins_with_any(words, greetings))
        return;
    const auto end = end_of_greeting(line.text);
    line.begin += end;
    line.text.remove_prefix(end);
    if (end == 0 && count_words(words) <= courtesy_words_max)
        line.text = {};
}

/// Bytes of the mark that ends a sentence there, or 0. A full stop inside a number or an address
/// ends none.
std::size_t sentence_end_at(std::string_view text)
{
    for (const std::string_view mark : {"!", "?", "…", "؟", "۔", "。", "！", "？", ";", "؛"})
        if (text.starts_with(mark))
            return mark.size();
    const bool stops = text.starts_with('.') &&
                       (text.size() == 1 || text[1] == ' ' || text[1] == '\t' || text[1] == '"');
    return stops ? 1 : 0;
}

void add_sentence(std::vector<Sentence>& sentences, Piece piece)
{
    const auto first = piece.text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return;
    piece.begin += first;
    piece.text.remove_prefix(first);
    auto words = plain_words(piece.text);
    if (count_letters(words) >= letters_min)
        sentences.push_back({piece.begin, piece.text.size(), std::move(words)});
}

void add_sentences(std::vector<Sentence>& sentences, const Piece& line)
{
    std::size_t begin = 0;
    for (std::size_t at = 0; at < line.text.size();) {
        const auto mark = sentence_end_at(line.text.substr(at));
        at += std::max<std::size_t>(mark, 1);
        if (mark == 0)
            continue;
        add_sentence(sentences, {line.begin + begin, line.text.substr(begin, at - begin)});
        begin = at;
    }
    add_sentence(sentences, {line.begin + begin, line.text.substr(begin)});
}

} // namespace

std::vector<Sentence> sentences_of(std::string_view reply)
{
    auto lines = lines_of(reply);
    drop_signature(lines, reply);
    if (!lines.empty())
        drop_greeting(lines.front());
    std::vector<Sentence> sentences;
    for (const auto& line : lines)
        add_sentences(sentences, line);
    return sentences;
}

} // namespace heard::core
