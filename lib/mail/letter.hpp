// A letter, and the bytes that it travels as (RFC 5322, MIME).
// Pure. Knows neither outbox nor network nor why the letter is written.
#pragma once

#include "mail/address.hpp"
#include "time/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard::mail {

struct Letter
{
    Address from;
    Address to;
    std::optional<Address> reply_to{};
    std::string subject{};    ///< UTF-8, any length; line breaks become spaces.
    std::string text{};       ///< UTF-8.
    std::string html{};       ///< UTF-8; empty for a letter of text only.
    std::string message_id{}; ///< `<left@domain>`, see make_message_id.
    std::string references{}; ///< `<...>` of the earlier letters, oldest first; the last is what
                              ///< this one answers.
    bool automatic = true;    ///< False only if a person wrote the words.
    time::Instant written_at{};
    std::vector<std::pair<std::string, std::string>>
        more_headers{}; ///< Names are ours, values may be anything.
};

/// The letter in seven-bit bytes with CRLF line ends, no line over 998: `text/plain` first
/// (flowed.hpp), then HTML. An automatic one says `Auto-Submitted: auto-generated` (RFC 3834 §5),
/// so that no absence notice comes back, and to Exchange the same in its own words; `Precedence`
/// says neither to anybody today. No value can begin a header field of its own. A name in
/// `more_headers` that is none is a bug: throws std::logic_error.
std::string to_mime(const Letter& letter);

/// `<left@domain>` of two words of ours; whatever may not stand there becomes a hyphen.
std::string make_message_id(std::string_view unique_left, std::string_view domain);

} // namespace heard::mail
