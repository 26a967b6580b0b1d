// Letters to customers in the model: that we have heard them, and what becomes of the ones that
// wait when words or links go.
#include "desk/letters.hpp"
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

void Model::confirm(Number number, bool again, Instant now)
{
    auto& to_confirm = ticket(number);
    const auto open = ticket(stays_of(number)).open_promise;
    if (to_confirm.set_aside || !open || promise(open).due_at <= now)
        return;
    const auto email = desk::letters::email_in(to_confirm.said.contact);
    if (email && to_confirm.confirmed.insert(again ? *email : "").second)
        owed_letters_.insert({"received", number, *email});
}

void Model::withdraw(Number number)
{
    auto& letter = letters[number - 1];
    letter.state = LetterState::given_up;
    letter.what = "withdrawn";
    waiting.erase(number);
}

/// Those about it alone, and those of many that have nothing else left to say. What others of the
/// matter wait for is still told, without its words.
void Model::withdraw_letters(Number about)
{
    // Also what was written in the same commit.
    std::multiset<LetterCause> owed;
    for (const auto& cause : std::exchange(owed_letters_, {})) {
        const auto recipient = cause.what == "praise" ? cause.recipient : "";
        owed.insert(cause.ticket == about ? LetterCause{"withdrawn", about, recipient} : cause);
    }
    owed_letters_ = owed;
    const auto tells = [&](Number one) {
        const auto of = promise(one).ticket;
        return of == about || ticket(about).went_into.contains(of);
    };
    const auto is_open = [&](Number one) { return promise(one).state == core::PromiseState::open; };
    for (Number number = 1; number <= letters.size(); ++number) {
        auto& letter = letters[number - 1];
        const bool alone = letter.ticket == about;
        const bool of_many = letter.ticket == 0 && letter.what != "call" &&
                             std::ranges::any_of(letter.promises, tells);
        if (alone && letter.to_customer)
            letter.recipient.clear();
        if (letter.state != LetterState::waiting || !(alone || of_many))
            continue;
        if (std::ranges::any_of(letter.promises, is_open))
            letter.ticket = 0;
        else
            withdraw(number);
    }
}

/// The link in them is void: they are written anew, or withdrawn where they would not be written
/// again, such as to an address that was corrected since.
void Model::renew_letters(Number about)
{
    const auto email = desk::letters::email_in(ticket(about).said.contact);
    const bool is_open = ticket(stays_of(about)).open_promise > 0;
    const auto still_holds = [&](const std::string& what, const std::string& recipient) {
        return email && *email == recipient && (what != "received" || is_open);
    };
    std::multiset<LetterCause> owed;
    for (const auto& cause : std::exchange(owed_letters_, {})) {
        const bool goes = cause.ticket == about && cause.what != "praise" &&
                          cause.what != "withdrawn" && !still_holds(cause.what, cause.recipient);
        owed.insert(goes ? LetterCause{"withdrawn", about, cause.recipient} : cause);
    }
    owed_letters_ = owed;
    for (const auto number : std::set{waiting}) {
        const auto& letter = letters[number - 1];
        if (letter.ticket == about && letter.to_customer &&
            !still_holds(letter.what, letter.recipient))
            withdraw(number);
    }
}

} // namespace heard::simulation
