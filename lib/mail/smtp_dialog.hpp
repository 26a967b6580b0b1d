// What was said between us and a mail server, as far as the verdict depends on it: the last command
// and its reply. Pure and bounded: fed with the bytes of both sides, however long a server talks.
// Knows no network.
#pragma once

#include "mail/courier.hpp"

#include <string>
#include <string_view>

namespace heard::mail {

enum class Stage { greeting, hello, start_tls, sign_in, sender, recipient, data, content };

/// Thread: one.
class SmtpDialog
{
public:
    /// A command of ours. After QUIT nothing counts any more: the verdict has been spoken by then.
    /// Nothing of it is kept but its verb, because sign-in sends the password this way.
    void sent(std::string_view command);
    /// The letter's own bytes begin or go on.
    void sent_content();
    /// Bytes of the server's replies, cut anywhere.
    void received(std::string_view bytes);

    /// We said QUIT.
    bool over() const { return over_; }
    Stage stage() const { return stage_; }
    bool tried_sign_in() const { return tried_sign_in_; }
    /// Of the reply to the last command; 0 while there is none, or none that is whole.
    int code() const { return code_; }
    /// That reply with all its lines on one, as Delivery::detail wants it.
    std::string reply() const;

private:
    void received_line();
    void keep(std::string_view line);
    void await_reply();

    Stage stage_ = Stage::greeting;
    bool over_ = false;
    bool tried_sign_in_ = false;
    int code_ = 0;
    std::string line_;  ///< The line that is coming in; what is beyond its first bytes is dropped.
    std::string reply_; ///< Cut at the same length.
};

/// How a delivery ended, seen from below the dialog.
struct Ending
{
    bool well;                   ///< The mail server took the letter, and the library says so.
    std::string cause;           ///< Else what the library says: `Connection refused`, `timed out`.
    bool sign_in_wanted = false; ///< The settings have a user.
};

/// Delivered: the letter was accepted, even if the farewell then failed. Never: 5xx to MAIL, RCPT,
/// DATA or the letter. Later: everything else. A relay that wants a sign-in (530, 534, 535, 538;
/// RFC 4954 §6), or lets us go on without the one that our settings ask for, has nothing against
/// the letter: later. What ends before MAIL says that the relay is down.
Delivery judge(const SmtpDialog& dialog, const Ending& ending);

/// Any text as Delivery::detail: printable ASCII, words with `@` in them blotted out, at most 200
/// characters.
std::string as_detail(std::string_view text);

} // namespace heard::mail
