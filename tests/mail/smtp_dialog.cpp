#include "mail/smtp_dialog.hpp"

#include <doctest/doctest.h>

using namespace heard::mail;

namespace {

const Ending lost{false, "timed out"};

/// A dialog in which the last command got this reply.
SmtpDialog after(std::string_view command, std::string_view reply)
{
    SmtpDialog dialog;
    dialog.received("220 ready\r\n");
    dialog.sent(command);
    dialog.received(reply);
    return dialog;
}

} // namespace

TEST_CASE("5xx to what the letter says of itself is never, to anything else later")
{
    CHECK(judge(after("MAIL FROM:<a@b>\r\n", "550 no\r\n"), lost).verdict == Verdict::never);
    CHECK(judge(after("RCPT TO:<a@b>\r\n", "550 no\r\n"), lost).verdict == Verdict::never);
    CHECK(judge(after("DATA\r\n", "554 no\r\n"), lost).verdict == Verdict::never);
    CHECK(judge(after("EHLO x\r\n", "550 no\r\n"), lost).verdict == Verdict::later);
    CHECK(judge(after("STARTTLS\r\n", "554 no\r\n"), lost).verdict == Verdict::later);
    CHECK(judge(after("AUTH PLAIN x\r\n", "535 no\r\n"), lost).verdict == Verdict::later);
}

TEST_CASE("4xx is later, wherever")
{
    for (const std::string_view command :
         {"EHLO x", "STARTTLS", "AUTH PLAIN", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA"})
        CHECK(judge(after(command, "451 try again\r\n"), lost).verdict == Verdict::later);
}

TEST_CASE("a relay that wants a sign-in has nothing against the letter")
{
    for (const std::string_view reply : {"530 5.7.0 sign in first\r\n", "535 no\r\n", "538 no\r\n"})
        CHECK(judge(after("RCPT TO:<a@b>", reply), lost).verdict == Verdict::later);
}

TEST_CASE("a sign-in that the relay did not offer makes its refusals the settings' fault")
{
    const Ending ending{false, "", true};
    const auto refused = after("RCPT TO:<a@b>", "554 relay access denied\r\n");
    CHECK(judge(refused, ending).verdict == Verdict::later);
    CHECK(judge(refused, lost).verdict == Verdict::never);

    auto signed_in = after("AUTH PLAIN x", "235 welcome\r\n");
    signed_in.sent("RCPT TO:<a@b>");
    signed_in.received("554 no\r\n");
    CHECK(judge(signed_in, ending).verdict == Verdict::never);
}

TEST_CASE("a letter that was accepted is delivered, however the farewell went")
{
    auto dialog = after("DATA\r\n", "354 go on\r\n");
    dialog.sent_content();
    CHECK(judge(dialog, lost).verdict == Verdict::later);
    dialog.received("250 2.0.0 queued as 7\r\n");
    dialog.sent("QUIT\r\n");
    dialog.received("500 what?\r\n");
    const auto delivery = judge(dialog, lost);
    CHECK(delivery.verdict == Verdict::delivered);
    CHECK(delivery.detail == "250 2.0.0 queued as 7");
}

TEST_CASE("a connection lost after a good reply is later and says where")
{
    auto dialog = after("MAIL FROM:<a@b>", "250 ok\r\n");
    dialog.sent("RCPT TO:<a@b>");
    const auto delivery = judge(dialog, lost);
    CHECK(delivery.verdict == Verdict::later);
    CHECK(delivery.detail == "timed out, at RCPT");
}

TEST_CASE("a reply counts when its last line is there, cut however it came")
{
    auto dialog = after("RCPT TO:<a@b>", "550-5.1.1 no such");
    CHECK(dialog.code() == 0);
    dialog.received(" user\r");
    dialog.received("\n550-ask\r\n");
    CHECK(dialog.code() == 0);
    dialog.received("550 again\r\n");
    CHECK(dialog.code() == 550);
    CHECK(dialog.reply() == "550 5.1.1 no such user ask again");
}

TEST_CASE("the detail shows no address, nothing unprintable, and at most 200 characters")
{
    const auto dialog =
        after("RCPT TO:<a@b>", "550 <jane@example.com>: \x1B[2J \xC3\xA4 unknown\r\n");
    CHECK(dialog.reply() == "550 (address) ?[2J ?? unknown");
    const auto wordy = after("RCPT TO:<a@b>", "550 " + std::string(5000, 'x') + "\r\n");
    CHECK(wordy.reply().size() == 200);
    CHECK(as_detail("a\r\nb\tc") == "a b c");
    CHECK(as_detail("") == "");
}

TEST_CASE("a sign-in leaves no trace of the password")
{
    auto dialog = after("AUTH PLAIN AGphbmUAc2VjcmV0\r\n", "");
    dialog.sent("AGphbmUAc2VjcmV0\r\n");
    CHECK(dialog.stage() == Stage::sign_in);
    CHECK(judge(dialog, lost).detail == "timed out, at AUTH");
}

TEST_CASE("rubbish is no reply")
{
    const auto dialog = after("RCPT TO:<a@b>", "5\r\n\r\nhello\r\n\xFF\xFF\xFF\r\n");
    CHECK(dialog.code() == 0);
}
