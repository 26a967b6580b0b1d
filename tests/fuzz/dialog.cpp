// What a mail server says: the same verdict however its bytes arrive, no letter called delivered
// without a 2xx at its end, and a detail that can be shown to anybody.
// Input: how far we came (0 to 7), then the replies, one for each step, apart by separators.
#include "fuzz/support.hpp"
#include "mail/smtp_dialog.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace heard::fuzz {
namespace {

constexpr std::array<std::string_view, 6> commands{"EHLO shop\r\n",
                                                   "STARTTLS\r\n",
                                                   "AUTH PLAIN c2VjcmV0\r\n",
                                                   "MAIL FROM:<a@b.example>\r\n",
                                                   "RCPT TO:<c@d.example>\r\n",
                                                   "DATA\r\n"};

mail::SmtpDialog talk(std::string_view steps, const std::array<std::string_view, 8>& replies,
                      std::uint64_t salt)
{
    mail::SmtpDialog dialog;
    for (std::size_t step = 0; step < replies.size(); ++step) {
        const auto chosen = step < steps.size() ? static_cast<unsigned char>(steps[step]) % 8U : 7U;
        if (step > 0 && chosen < commands.size())
            dialog.sent(commands[chosen]);
        else if (step > 0 && chosen == 6)
            dialog.sent_content();
        for (const auto piece : pieces_of(replies[step], salt))
            dialog.received(piece);
    }
    return dialog;
}

void check_detail(const std::string& detail)
{
    require(detail.size() <= 200, "a detail is short");
    require(std::ranges::all_of(detail, [](char c) { return c >= ' ' && c <= '~'; }),
            "a detail is visible ASCII");
    require(!detail.contains('@'), "a detail names nobody");
    require(!detail.contains("c2VjcmV0"), "a detail tells no password");
}

/// What is left when everything is dropped that a detail may drop.
std::string letters_of(std::string_view text)
{
    std::string letters{text};
    std::erase_if(letters, [](unsigned char c) { return std::isalnum(c) == 0; });
    return letters;
}

} // namespace

void try_one(std::string_view input)
{
    const auto [steps, rest] = texts_of<2>(input);
    const auto replies = texts_of<8>(rest);
    if (letters_of(rest).contains("c2VjcmV0"))
        return; // The server guessed it.
    const auto dialog = talk(steps, replies, 0);
    const auto again = talk(steps, replies, 1);
    require(dialog.code() == again.code() && dialog.reply() == again.reply() &&
                dialog.stage() == again.stage(),
            "a reply is the same however it arrives");
    require(dialog.code() >= 0 && dialog.code() <= 999, "a code has three digits");

    for (const bool wanted : {false, true}) {
        const auto verdict = mail::judge(dialog, {false, "timed out", wanted});
        check_detail(verdict.detail);
        if (verdict.verdict == mail::Verdict::delivered)
            require(dialog.stage() == mail::Stage::content && dialog.code() / 100 == 2,
                    "delivered is what the server took");
        if (verdict.verdict == mail::Verdict::never)
            require(dialog.code() >= 500 && dialog.stage() >= mail::Stage::sender,
                    "never is what the server refused for good");
    }
    check_detail(mail::as_detail(rest));
}

} // namespace heard::fuzz
