// Letters: whatever names, subjects and words are in one, it has the header fields that we wrote
// and no other, short lines of seven bits, and the words come out of it again.
// Input: sender's name, recipient's name, address, subject, text, HTML, a header's value, ids.
#include "mail/letter.hpp"
#include "fuzz/support.hpp"
#include "mail/encoding.hpp"
#include "mail/flowed.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>

namespace heard::fuzz {
namespace {

struct Field
{
    std::string name;
    std::string value; ///< Unfolded.
};

std::string_view take_line(std::string_view& rest)
{
    const auto end = rest.find("\r\n");
    require(end != rest.npos, "every line ends");
    const auto line = rest.substr(0, end);
    require(line.size() <= mail::line_hard_max, "no line is too long");
    require(std::ranges::all_of(line, [](char c) { return (c >= ' ' && c < '\x7f') || c == '\t'; }),
            "lines are visible ASCII");
    rest.remove_prefix(end + 2);
    return line;
}

/// The fields up to the empty line, which goes too.
std::vector<Field> take_head(std::string_view& rest)
{
    std::vector<Field> fields;
    for (auto line = take_line(rest); !line.empty(); line = take_line(rest)) {
        if (line.front() == ' ') {
            require(!fields.empty(), "a head does not begin folded");
            fields.back().value += line;
            continue;
        }
        const auto colon = line.find(':');
        require(colon != line.npos, "a field has a name");
        fields.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))});
    }
    return fields;
}

int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Quoted-printable as any mail program reads it; `_` is a blank in headers.
std::string decoded(std::string_view text, bool header)
{
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 3) == "=\r\n") {
            at += 2;
        } else if (text[at] == '=') {
            require(at + 2 < text.size(), "an escape is whole");
            const int high = hex_value(text[at + 1]);
            const int low = hex_value(text[at + 2]);
            require(high >= 0 && low >= 0, "an escape is a byte");
            bytes += static_cast<char>(high * 16 + low);
            at += 2;
        } else {
            bytes += header && text[at] == '_' ? ' ' : text[at];
        }
    }
    return bytes;
}

/// A subject with its encoded words decoded; between two of them blanks do not count.
std::string read_subject(std::string_view value)
{
    constexpr std::string_view opening = "=?UTF-8?Q?";
    if (!value.contains("=?"))
        return std::string(value.substr(std::min<std::size_t>(1, value.size())));
    std::string text;
    for (const auto& word : mail::split_words(value)) {
        require(word.starts_with(opening) && word.ends_with("?=") && word.size() <= 75,
                "all words of it are encoded, and short enough");
        text += decoded(
            std::string_view(word).substr(opening.size(), word.size() - opening.size() - 2), true);
    }
    return text;
}

/// Line ends are CRLF, and there is one at the end.
std::string as_lines(std::string_view text)
{
    std::string lines;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool line_end = text[at] == '\r' || text[at] == '\n';
        lines += line_end ? "\r\n" : std::string(1, text[at]);
        at += text.substr(at, 2) == "\r\n" ? 1 : 0;
    }
    return lines.empty() || lines.ends_with("\r\n") ? lines : lines + "\r\n";
}

void check_fields(const std::vector<Field>& fields, const mail::Letter& letter)
{
    constexpr std::array<std::string_view, 14> ours{"Date",
                                                    "From",
                                                    "To",
                                                    "Reply-To",
                                                    "Subject",
                                                    "Message-ID",
                                                    "In-Reply-To",
                                                    "References",
                                                    "Auto-Submitted",
                                                    "X-Auto-Response-Suppress",
                                                    "X-Branch",
                                                    "MIME-Version",
                                                    "Content-Type",
                                                    "Content-Transfer-Encoding"};
    for (const auto& field : fields) {
        require(std::ranges::find(ours, field.name) != ours.end(), "no value begins a field");
        require(std::ranges::count(fields, field.name, &Field::name) == 1, "each field is once");
        if (field.name == "Subject")
            require(read_subject(field.value) == mail::one_line(letter.subject),
                    "the subject is read as it was written");
        if (field.name == "To" && mail::is_address(letter.to.email))
            require(field.value.ends_with(" " + letter.to.email) ||
                        field.value.ends_with("<" + letter.to.email + ">"),
                    "it goes to whom we said");
    }
}

} // namespace

void try_one(std::string_view input)
{
    const auto [from, to, email, subject, words, html, header, ids] = texts_of<8>(input);
    mail::Letter letter{.from = {std::string(from), "shop@example.com"},
                        .to = {std::string(to), std::string(email)},
                        .reply_to = mail::Address{std::string(to), std::string(email)},
                        .subject = std::string(subject),
                        .text = std::string(words),
                        .html = std::string(html),
                        .message_id = std::string(ids.substr(0, ids.find(' '))),
                        .references = std::string(ids),
                        .automatic = !header.empty(),
                        .more_headers = {{"X-Branch", std::string(header)}}};
    const auto mime = mail::to_mime(letter);
    std::string_view rest = mime;
    check_fields(take_head(rest), letter);
    if (html.empty())
        require(decoded(rest, false) == as_lines(mail::flowed(words)),
                "the words are read as they were written");
    while (!rest.empty())
        take_line(rest);
    require(mail::make_message_id(from, to).size() < 255, "an id fits on a line");
}

} // namespace heard::fuzz
