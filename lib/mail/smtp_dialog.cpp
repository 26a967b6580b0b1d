#include "mail/smtp_dialog.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace heard::mail {
namespace {

constexpr std::size_t detail_max = 200;
constexpr std::size_t line_kept_max = 512; // RFC 5321 §4.5.3.1.5; enough for every honest server.

struct Verb
{
    std::string_view name;
    Stage stage;
};
constexpr std::array verbs{
    Verb{"EHLO", Stage::hello},   Verb{"HELO", Stage::hello},  Verb{"STARTTLS", Stage::start_tls},
    Verb{"AUTH", Stage::sign_in}, Verb{"MAIL", Stage::sender}, Verb{"RCPT", Stage::recipient},
    Verb{"DATA", Stage::data},
};

std::string_view verb_of(std::string_view command)
{
    return command.substr(0, command.find_first_of(" \r\n"));
}

/// Where it ended, to be said behind the cause; nothing before the server has greeted.
std::string_view where_at(Stage stage)
{
    switch (stage) {
    case Stage::greeting:
        return "";
    case Stage::hello:
        return ", at EHLO";
    case Stage::start_tls:
        return ", at STARTTLS";
    case Stage::sign_in:
        return ", at AUTH";
    case Stage::sender:
        return ", at MAIL";
    case Stage::recipient:
        return ", at RCPT";
    case Stage::data:
        return ", at DATA";
    case Stage::content:
        return ", while sending the letter";
    }
    return "";
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// The code of `250 text` or `250-text`, if the line begins with one.
std::optional<int> code_of(std::string_view line)
{
    if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit))
        return std::nullopt;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

bool is_about_the_letter(Stage stage)
{
    return stage == Stage::sender || stage == Stage::recipient || stage == Stage::data ||
           stage == Stage::content;
}

bool wants_sign_in(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

} // namespace

void SmtpDialog::sent(std::string_view command)
{
    const auto verb = verb_of(command);
    over_ = over_ || verb == "QUIT";
    if (over_)
        return;
    // Lines of a sign-in in progress are no verbs and stay at its stage.
    if (const auto known = std::ranges::find(verbs, verb, &Verb::name); known != verbs.end())
        stage_ = known->stage;
    tried_sign_in_ = tried_sign_in_ || stage_ == Stage::sign_in;
    await_reply();
}

void SmtpDialog::sent_content()
{
    if (over_ || stage_ == Stage::content)
        return;
    stage_ = Stage::content;
    await_reply();
}

void SmtpDialog::received(std::string_view bytes)
{
    for (const char c : bytes) {
        if (over_)
            return;
        if (c == '\n')
            received_line();
        else if (line_.size() < line_kept_max)
            line_ += c;
    }
}

std::string SmtpDialog::reply() const
{
    return as_detail(reply_);
}

void SmtpDialog::received_line()
{
    const auto line = std::exchange(line_, {});
    const auto code = code_of(line);
    if (!code)
        return;
    keep(line);
    const bool last = line.size() == 3 || line[3] != '-';
    if (last)
        code_ = *code;
}

/// The code stands once, before the words of all lines.
void SmtpDialog::keep(std::string_view line)
{
    if (reply_.size() >= line_kept_max)
        return;
    if (reply_.empty())
        reply_ = line.substr(0, 3);
    if (line.size() > 4)
        reply_.append(" ").append(line.substr(4));
}

void SmtpDialog::await_reply()
{
    code_ = 0;
    line_.clear();
    reply_.clear();
}

Delivery judge(const SmtpDialog& dialog, const Ending& ending)
{
    const int code = dialog.code();
    const bool accepted = dialog.stage() == Stage::content && code / 100 == 2;
    if (ending.well || accepted)
        return {Verdict::delivered, dialog.reply()};
    const bool relay_down = !is_about_the_letter(dialog.stage());
    if (code < 400) {
        const std::string where{where_at(dialog.stage())};
        return {Verdict::later, as_detail(ending.cause + where), relay_down};
    }
    if (code < 500 || relay_down || wants_sign_in(code))
        return {Verdict::later, dialog.reply(), relay_down};
    if (ending.sign_in_wanted && !dialog.tried_sign_in())
        return {Verdict::later,
                as_detail("the relay offers no sign-in that we know: " + dialog.reply())};
    return {Verdict::never, dialog.reply()};
}

std::string as_detail(std::string_view text)
{
    std::string detail;
    while (!text.empty() && detail.size() < detail_max) {
        const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty())
            continue;
        detail.append(detail.empty() ? "" : " ");
        if (word.find('@') != std::string_view::npos)
            detail += "(address)";
        else
            std::ranges::transform(word, std::back_inserter(detail),
                                   [](char c) { return c > ' ' && c <= '~' ? c : '?'; });
    }
    detail.resize(std::min(detail.size(), detail_max));
    return detail;
}

} // namespace heard::mail
