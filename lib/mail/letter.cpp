#include "mail/letter.hpp"

#include "mail/encoding.hpp"
#include "mail/flowed.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace heard::mail {
namespace {

// Cannot occur inside a part: quoted-printable never writes `=_`.
constexpr std::string_view boundary = "=_part_of_this_letter";

constexpr std::size_t quoted_name_max = 60;
/// A longer word of a subject is encoded, so that it can be folded; one of another header (an
/// address of a page) is left in one piece as long as a line can hold it.
constexpr std::size_t subject_word_max = 64;
constexpr std::size_t header_word_max = 900;
constexpr std::size_t message_id_max = 250;

bool is_printable_ascii(char c)
{
    return c >= ' ' && c <= '~';
}

/// `Sat, 21 Nov 2026 20:04:05 +0000` (RFC 5322 §3.3), rounded down. Not by strftime: that speaks
/// the locale's language.
std::string date_text(time::Instant instant)
{
    constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(instant - day)};
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << weekdays[std::chrono::weekday{day}.c_encoding()] << ", " << unsigned{date.day()} << ' '
        << months[unsigned{date.month()} - 1] << ' ' << int{date.year()} << std::setfill('0') << ' '
        << std::setw(2) << clock.hours().count() << ':' << std::setw(2) << clock.minutes().count()
        << ':' << std::setw(2) << clock.seconds().count() << " +0000";
    return out.str();
}

/// What is_address lets through stays as it is; of anything else no byte remains that could end the
/// address.
std::string only_address_characters(std::string_view email)
{
    std::string kept;
    std::ranges::copy_if(email, std::back_inserter(kept), [](char c) {
        return c > ' ' && c <= '~' &&
               std::string_view{"<>,;()\"\\"}.find(c) == std::string_view::npos;
    });
    return kept;
}

std::string in_quotes(std::string_view name)
{
    std::string result = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + '"';
}

/// A display name as words: atoms as they stand, other short ASCII in quotes, anything else
/// encoded.
std::vector<std::string> name_words(std::string_view name)
{
    const auto is_atom = [](char c) {
        return c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    };
    const auto line = one_line(name);
    const bool ascii = std::ranges::all_of(line, is_printable_ascii);
    if (!ascii || line.size() > quoted_name_max || line.find("=?") != std::string::npos)
        return encoded_words(line);
    if (std::ranges::all_of(line, is_atom))
        return split_words(line);
    return {in_quotes(line)};
}

std::vector<std::string> address_words(const Address& address)
{
    const auto email = only_address_characters(address.email);
    auto words = name_words(address.name);
    words.push_back(words.empty() ? email : "<" + email + ">");
    return words;
}

/// The message ids in a text that may come from anybody; what is none, or too long for a line, is
/// left out.
std::vector<std::string> message_ids(std::string_view text)
{
    auto words = split_words(one_line(text));
    std::erase_if(words, [](const std::string& word) {
        return word.size() < 3 || word.size() > message_id_max || !word.starts_with('<') ||
               !word.ends_with('>') || !std::ranges::all_of(word, is_printable_ascii);
    });
    return words;
}

void require_field_name(std::string_view name)
{
    // RFC 5322 §2.2: printable ASCII without space and colon.
    const bool good =
        !name.empty() && name.size() < line_max &&
        std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && c != ':'; });
    if (!good)
        throw std::logic_error("no header field can have the name '" + std::string{name} + "'");
}

void write_origin(std::string& out, const Letter& letter)
{
    write_field(out, "Date", split_words(date_text(letter.written_at)));
    write_field(out, "From", address_words(letter.from));
    write_field(out, "To", address_words(letter.to));
    if (letter.reply_to)
        write_field(out, "Reply-To", address_words(*letter.reply_to));
    write_field(out, "Subject", unstructured_words(letter.subject, subject_word_max));
}

void write_thread(std::string& out, const Letter& letter)
{
    write_field(out, "Message-ID", message_ids(letter.message_id));
    const auto references = message_ids(letter.references);
    if (!references.empty())
        write_field(out, "In-Reply-To", {references.back()});
    write_field(out, "References", references);
}

void write_nature(std::string& out, const Letter& letter)
{
    if (letter.automatic) {
        write_field(out, "Auto-Submitted", {"auto-generated"});
        write_field(out, "X-Auto-Response-Suppress", {"All"});
    }
    for (const auto& [name, value] : letter.more_headers) {
        require_field_name(name);
        write_field(out, name, unstructured_words(value, header_word_max));
    }
    write_field(out, "MIME-Version", {"1.0"});
}

void write_part(std::string& out, const std::vector<std::string>& type, std::string_view text)
{
    write_field(out, "Content-Type", type);
    write_field(out, "Content-Transfer-Encoding", {"quoted-printable"});
    out.append("\r\n").append(quoted_printable(text));
}

void write_text(std::string& out, const Letter& letter)
{
    write_part(out, {"text/plain;", "charset=UTF-8;", "format=flowed"}, flowed(letter.text));
}

void write_body(std::string& out, const Letter& letter)
{
    if (letter.html.empty())
        return write_text(out, letter);
    const std::string between = "--" + std::string{boundary};
    out.append("Content-Type: multipart/alternative; boundary=\"")
        .append(boundary)
        .append("\"\r\n\r\n");
    // The CRLF before a boundary belongs to it (RFC 2046 §5.1.1); without one of its own a part
    // would lose its last.
    out.append(between).append("\r\n");
    write_text(out, letter);
    out.append("\r\n").append(between).append("\r\n");
    write_part(out, {"text/html;", "charset=UTF-8"}, letter.html);
    out.append("\r\n").append(between).append("--\r\n");
}

/// Atoms of an address and the dots between them; a hyphen for anything else.
std::string dot_atom(std::string_view text, std::size_t size_max)
{
    std::string result{text.substr(0, size_max)};
    for (char& c : result) {
        const bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-' || c == '+';
        if (!good)
            c = '-';
    }
    return result.empty() ? "heard" : result;
}

} // namespace

std::string to_mime(const Letter& letter)
{
    std::string out;
    write_origin(out, letter);
    write_thread(out, letter);
    write_nature(out, letter);
    write_body(out, letter);
    return out;
}

std::string make_message_id(std::string_view unique_left, std::string_view domain)
{
    // Together with `<@>` within message_id_max.
    return "<" + dot_atom(unique_left, 100) + "@" + dot_atom(domain, 140) + ">";
}

} // namespace heard::mail
