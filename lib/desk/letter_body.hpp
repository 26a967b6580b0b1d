// The parts of a letter from top to bottom. The templates in web/letters give them their looks, as
// text and as HTML. Knows neither recipients nor reasons.
#pragma once

#include "mail/letter.hpp"
#include "text/template.hpp"

#include <string>

namespace heard::desk::letters {

/// What the templates of all letters have in common: subject, language and direction. The letter
/// itself says its language, too.
text::Data letter_frame(mail::Letter& letter, const text::Words& words);

class Body
{
public:
    /// A paragraph; line breaks in it stay. Nothing when it is empty.
    Body& say(std::string text);
    /// Somebody's words, as they wrote them, under a title. Nothing when there are none.
    Body& quote(const std::string& title, const std::string& words);
    /// Something to press.
    Body& link(std::string label, std::string address);

    /// Writes both forms into the letter.
    void into(mail::Letter& letter, const text::Words& words) const;

private:
    text::DataList blocks_;
};

} // namespace heard::desk::letters
