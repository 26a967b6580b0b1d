// What a browser writes as multipart/form-data is read back byte by byte, whatever words and files
// people put into it. Input: name, words, file name, bytes of the file.
#include "fuzz/support.hpp"
#include "http/form.hpp"
#include "text/utf8.hpp"

#include <string>

namespace heard::fuzz {
namespace {

constexpr std::string_view media_type = "multipart/form-data; boundary=----Form7MA4YWxk";
constexpr std::string_view delimiter = "\r\n------Form7MA4YWxk";

/// As browsers write names (HTML 4.10.22.8).
std::string as_name(std::string_view text)
{
    std::string name;
    for (const char c : text) {
        if (c == '"')
            name += "%22";
        else if (c == '\r')
            name += "%0D";
        else if (c == '\n')
            name += "%0A";
        else
            name += c;
    }
    return name;
}

/// A name that means itself: escapes in it cannot be told from those that browsers write, and some
/// of them put a backslash before a quote.
bool means_itself(std::string_view name)
{
    return text::is_text(name) && name.find_first_of("%\\/") == name.npos;
}

std::string written(const std::array<std::string_view, 4>& texts)
{
    const auto [name, words, file_name, bytes] = texts;
    std::string body{delimiter.substr(2)};
    body.append("\r\nContent-Disposition: form-data; name=\"").append(as_name(name));
    body.append("\"\r\n\r\n").append(words).append(delimiter);
    body.append("\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"");
    body.append(as_name(file_name)).append("\"\r\nContent-Type: image/png\r\n\r\n");
    return body.append(bytes).append(delimiter).append("--\r\n");
}

} // namespace

void try_one(std::string_view input)
{
    const auto texts = texts_of<4>(input);
    const auto [name, words, file_name, bytes] = texts;
    const auto body = written(texts);
    const auto form = http::parse_form(media_type, body, false);
    // Browsers choose a boundary that does not occur; with the line end before it, it must not
    // begin a text either.
    const auto holds_delimiter = [](std::string_view text) {
        return ("\r\n" + std::string(text)).contains(delimiter);
    };
    const bool named = means_itself(name) && means_itself(file_name) &&
                       as_name(name).size() + as_name(file_name).size() < 3000;
    if (!named || !text::is_text(words) || holds_delimiter(words) || holds_delimiter(bytes))
        return;
    require(form.fault == http::FormFault::none, "what a browser writes is a form");
    require(form.fields.size() == 1 && form.fields[0].first == name, "the field has its name");
    require(form.fields[0].second == words, "the words are read back unchanged");
    require(form.uploads.size() == (bytes.empty() ? 0U : 1U),
            "a file is there when one was chosen");
    if (bytes.empty())
        return;
    require(form.uploads[0].bytes == bytes, "the file is read back unchanged");
    require(form.uploads[0].file_name == file_name, "the file has its name");

    // Torn anywhere: the words that came are words, half a file is none.
    const auto beginning = body.substr(0, body.size() * 3 / 4);
    const auto torn = http::parse_form(media_type, beginning, true);
    require(torn.fault == http::FormFault::cut, "a torn form says so");
    for (const auto& upload : torn.uploads)
        require(upload.bytes == bytes, "half a file is none");
}

} // namespace heard::fuzz
