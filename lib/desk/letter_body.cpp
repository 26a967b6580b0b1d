#include "desk/letter_body.hpp"

#include "text/utf8.hpp"

namespace heard::desk::letters {

using text::Data;
using text::DataList;

Data letter_frame(mail::Letter& letter, const text::Words& words)
{
    // RFC 3282: so that the mail program reads it aloud in that language.
    letter.more_headers.emplace_back("Content-Language", words.language());
    const bool from_left = words.direction() == "ltr";
    Data data{"subject", letter.subject};
    data.set("language", words.language());
    data.set("dir", std::string{words.direction()});
    // Mail programs do not know `inline-start`.
    data.set("start", from_left ? "left" : "right");
    data.set("end", from_left ? "right" : "left");
    return data;
}

Body& Body::say(std::string text)
{
    if (!text.empty())
        blocks_.emplace_back("text", std::move(text));
    return *this;
}

Body& Body::quote(const std::string& title, const std::string& words)
{
    if (words.empty())
        return *this;
    Data block{"title", title};
    block.set("quote", words);
    DataList lines;
    for (const auto line : text::lines(words))
        lines.emplace_back(std::string{line});
    block.set("quoted_lines", Data{std::move(lines)});
    blocks_.push_back(std::move(block));
    return *this;
}

Body& Body::link(std::string label, std::string address)
{
    Data block{"label", std::move(label)};
    block.set("link", std::move(address));
    blocks_.push_back(std::move(block));
    return *this;
}

void Body::into(mail::Letter& letter, const text::Words& words) const
{
    auto data = letter_frame(letter, words);
    data.set("blocks", Data{blocks_});
    letter.text = text::render_plain("letters/letter.txt", words, data);
    letter.html = text::render("letters/letter.html", words, data);
}

} // namespace heard::desk::letters
