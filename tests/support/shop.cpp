#include "tests/support/shop.hpp"

#include "desk/customer.hpp"
#include "desk/handle.hpp"
#include "desk/release.hpp"
#include "desk/reply.hpp"
#include "storage/book.hpp"
#include "storage/house.hpp"
#include "storage/promise.hpp"
#include "storage/sending.hpp"
#include "storage/staff.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard {

namespace {

using storage::Transaction;

constexpr int replies_max = 1000; // More than any test has.

core::Ladder ladder_of_the_sample_settings(const time::Zone& zone)
{
    const core::Recipient assignee{core::RecipientKind::assignee, ""};
    const core::Recipient staff{core::RecipientKind::staff, ""};
    const core::Recipient owner{core::RecipientKind::owner, ""};
    const core::Recipient deputy{core::RecipientKind::address, "deputy@dairy.example"};
    const time::QuietHours nights{zone, {{22h, 7h}}};
    return {{{-4h, {assignee, staff}, {}, {}},
             {0h, {owner}, {}, {}},
             {2h, {owner, deputy}, 4h, nights}}};
}

int hex_value(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

/// Undoes quoted-printable as our own letters have it.
std::string unquoted(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r')
            continue;
        if (text[i] != '=') {
            result += text[i];
            continue;
        }
        if (text[i + 1] != '\r')
            result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
        i += 2;
    }
    return result;
}

} // namespace

std::string Letter::header(std::string_view name) const
{
    const std::string head = "\r\n" + mime.substr(0, mime.find("\r\n\r\n")) + "\r\n";
    const auto field = "\r\n" + std::string{name} + ": ";
    const auto at = head.find(field);
    if (at == std::string::npos)
        return {};
    std::string value;
    for (auto i = at + field.size(); head.compare(i, 2, "\r\n") != 0 || head[i + 2] == ' '; ++i)
        if (head[i] != '\r' && head[i] != '\n')
            value += head[i];
    return value;
}

/// What a mail program makes of format=flowed (RFC 3676): lines that end in a space go on, after
/// the marks of a quotation.
std::string unflowed(std::string_view text)
{
    std::string result;
    bool goes_on = false;
    for (auto line : text::lines(text)) {
        if (goes_on)
            line.remove_prefix(std::min(line.find_first_not_of("> "), line.size()));
        result += line;
        goes_on = line.ends_with(' ') && line != "> ";
        if (!goes_on)
            result += '\n';
    }
    return result;
}

std::string Letter::text() const
{
    const auto part = mime.find("Content-Type: text/plain");
    const auto begin = mime.find("\r\n\r\n", part) + 4;
    const auto end = mime.find("\r\n--", begin);
    return unflowed(unquoted(std::string_view{mime}.substr(begin, end - begin)));
}

Shop::Shop()
{
    house.business = "Stew's Dairy";
    house.owner = {"Stew Leonard", owner};
    house.sender = {"Stew's Dairy", "hello@dairy.example"};
    house.base_url = "https://dairy.example";
    house.branches = {{"norwalk", "Norwalk", "nora@dairy.example"}, {"danbury", "Danbury", ""}};
    house.promise.hours.zone = berlin_zone();
    house.ladder = ladder_of_the_sample_settings(house.zone());
    house.references = core::References{42};
    auth::Key key{};
    entropy.fill(key);
    house.keys = desk::Keys{key};
    in_transaction([&](Transaction& tx) {
        storage::add_house(tx, {.key = {}, .reference_seed = 42, .ladder = to_text(house.ladder)});
        return desk::Done{};
    });
    mary = hire("Mary");
}

desk::Receipt Shop::customer_says(core::Submission said)
{
    if (said.form_key == core::FormKey{})
        said.form_key = next_form();
    return in_transaction([&](Transaction& tx) { return desk::submit(tx, house, said); }).value();
}

void Shop::customer_adds(const desk::Receipt& ticket, std::string_view text)
{
    in_transaction([&](Transaction& tx) {
        return desk::say_more(tx, house, ticket.status_token, text);
    }).value();
}

void Shop::customer_settles(const desk::Receipt& ticket, bool settled)
{
    in_transaction([&](Transaction& tx) {
        return desk::give_verdict(tx, house, ticket.status_token, settled);
    }).value();
}

core::Staff Shop::hire(const std::string& name, core::Role role, const std::string& branch)
{
    return in_transaction([&](Transaction& tx) {
        const auto email = text::folded(name) + "@dairy.example";
        return storage::find_staff(tx, storage::add_staff(tx, {name, email, role, branch})).value();
    });
}

void Shop::dismiss(const core::Staff& staff)
{
    in_transaction([&](Transaction& tx) {
        storage::disable_staff(tx, staff.id);
        return desk::Done{};
    });
}

void Shop::staff_claims(const desk::Receipt& ticket, const core::Staff& staff)
{
    in_transaction([&](Transaction& tx) {
        return desk::claim(tx, house, {staff, ticket.reference}, true);
    }).value();
}

void Shop::staff_answers(const desk::Receipt& ticket, std::string_view text)
{
    const desk::Reply reply{.writer = mary,
                            .reference = ticket.reference,
                            .text = std::string{text},
                            .done = {},
                            .seen = thread(ticket).ticket.newest_entry,
                            .until = {},
                            .repeated = true};
    in_transaction([&](Transaction& tx) { return desk::answer(tx, house, reply); }).value();
}

void Shop::staff_holds(const desk::Receipt& ticket, std::string_view text, core::Instant until)
{
    const desk::Reply reply{.writer = mary,
                            .reference = ticket.reference,
                            .text = std::string{text},
                            .done = {},
                            .seen = thread(ticket).ticket.newest_entry,
                            .until = until,
                            .repeated = true};
    in_transaction([&](Transaction& tx) { return desk::hold(tx, house, reply); }).value();
}

int Shop::climb()
{
    int escalations = 0;
    bool more = true;
    while (more) {
        in_transaction([&](Transaction& tx) {
            for (const auto ticket : storage::tickets_to_release(tx, replies_max))
                desk::release_when_due(tx, house, ticket);
            return desk::Done{};
        });
        const auto looked =
            in_transaction([&](Transaction& tx) { return desk::escalate(tx, house); });
        escalations += looked.escalations;
        more = looked.more || (looked.look_again_at && *looked.look_again_at <= clock.now());
    }
    return escalations;
}

void Shop::let_pass(time::Micros span)
{
    const auto next_look = [&] {
        const auto look = in_transaction(storage::next_look_at);
        const auto release = in_transaction(storage::next_release_at);
        return look && release ? std::min(look, release) : look ? look : release;
    };
    const auto end = clock.now() + span;
    for (auto at = next_look(); at && *at <= end; at = next_look()) {
        clock.set(std::max(*at, clock.now()));
        climb();
    }
    clock.set(end);
}

desk::Thread Shop::thread(const desk::Receipt& ticket)
{
    return in_transaction([&](Transaction& tx) {
        const auto found = desk::find_by_status_token(tx, house, ticket.status_token);
        return desk::thread_of(tx, found.value());
    });
}

std::vector<core::Promise> Shop::promises(const desk::Receipt& ticket)
{
    return thread(ticket).promises;
}

std::vector<std::string> Shop::book(const desk::Receipt& ticket)
{
    const auto id = thread(ticket).ticket.id;
    std::vector<std::string> lines;
    for (const auto& line :
         in_transaction([&](Transaction& tx) { return storage::book_of(tx, id); }))
        lines.push_back(line.what);
    return lines;
}

std::vector<Letter> Shop::letters()
{
    return in_transaction([](Transaction& tx) {
        const auto read = [](storage::Row& row) {
            Letter letter;
            row >> letter.what >> letter.recipient >> letter.message_id >> letter.mime;
            return letter;
        };
        return tx.prepare("select what, recipient, message_id, mime from letter order by id")
            .all(read);
    });
}

std::vector<Letter> Shop::letters_to(std::string_view address)
{
    auto all = letters();
    std::erase_if(all, [&](const Letter& letter) { return letter.recipient != address; });
    return all;
}

core::FormKey Shop::next_form()
{
    core::FormKey key{};
    ++forms_;
    key[0] = 1;
    key[14] = static_cast<unsigned char>(forms_ >> 8U);
    key[15] = static_cast<unsigned char>(forms_);
    return key;
}

std::vector<std::string> subjects_of(const std::vector<Letter>& letters)
{
    std::vector<std::string> subjects;
    for (const auto& letter : letters)
        subjects.push_back(letter.subject());
    return subjects;
}

} // namespace heard
