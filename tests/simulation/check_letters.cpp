#include "tests/simulation/check_letters.hpp"

#include "tests/simulation/about.hpp"

#include <algorithm>
#include <map>

namespace heard::simulation {

using storage::Row;
using storage::Transaction;

namespace {

constexpr auto* no_letter_vanishes = "no letter vanishes";

void check_letter(const About& about, Row& row, const ModelLetter& should)
{
    std::string what, recipient, message_id;
    std::optional<Instant> next_try_at, delivered_at, given_up_at;
    int failures = 0;
    row >> what >> recipient >> message_id >> failures >> next_try_at >> delivered_at >>
        given_up_at;
    about.same(no_letter_vanishes, "what it is", what, should.what);
    about.same(no_letter_vanishes, "for whom", recipient, should.recipient);
    about.same(no_letter_vanishes, "its Message-ID", message_id, should.message_id);
    about.same(no_letter_vanishes, "failures", failures, should.failures);
    about.holds(delivered_at.has_value() == (should.state == LetterState::delivered),
                no_letter_vanishes);
    about.holds(given_up_at.has_value() == (should.state == LetterState::given_up),
                no_letter_vanishes);
    if (should.state == LetterState::waiting)
        about.same(no_letter_vanishes, "the next try", next_try_at,
                   std::optional{should.next_try_at});
}

void check_letters(Transaction& tx, const Model& model)
{
    std::size_t count = 0;
    const auto check = [&](Row& row) {
        core::LetterId id;
        row >> id;
        const About about{"letter", static_cast<Number>(id.value)};
        about.same(no_letter_vanishes, "its number", static_cast<std::size_t>(id.value), ++count);
        about.holds(count <= model.letters.size(), "no letter comes from nowhere");
        check_letter(about, row, model.letters[count - 1]);
        return id;
    };
    tx.prepare(R"sql(
        select id, what, recipient, message_id, failures, next_try_at, delivered_at, given_up_at
          from letter
         order by id
    )sql")
        .all(check);
    About{"the outbox", 0}.same(no_letter_vanishes, "its size", count, model.letters.size());
}

/// One escalation for each rung that one person was told of, and no other.
void check_escalations(Transaction& tx, const Model& model)
{
    const auto read = [&](Row& row) {
        core::PromiseId promise;
        std::int64_t rung = 0;
        int turn = 0;
        std::string recipient;
        row >> promise >> rung >> turn >> recipient;
        const auto number = static_cast<Number>(promise.value);
        About{"promise", number}.holds(
            model.promise(number).told.contains({Micros{rung}, turn, lower(recipient)}),
            "no rung is climbed that was not reached");
        return number;
    };
    const auto found =
        tx.prepare("select promise, rung, turn, recipient from escalation").all(read);
    About{"the ladder", 0}.same("every reached rung is written once", "escalations", found.size(),
                                model.escalations.size());
}

struct NewEscalation
{
    ExpectedEscalation is;
    std::string recipient;
    Instant written_at;
    Number letter = 0;
};

std::vector<NewEscalation> escalations_after(Transaction& tx, std::size_t known)
{
    auto query = tx.prepare(R"sql(
        select promise, rung, turn, recipient, planned_at, written_at, letter
          from escalation
         where id > ?1
         order by id
    )sql");
    const auto read = [](Row& row) {
        NewEscalation found;
        std::int64_t rung = 0;
        core::PromiseId promise;
        core::LetterId letter;
        row >> promise >> rung >> found.is.turn >> found.recipient >> found.is.planned_at >>
            found.written_at >> letter;
        found.is.promise = static_cast<Number>(promise.value);
        found.is.rung = Micros{rung};
        found.is.recipient = lower(found.recipient);
        found.letter = static_cast<Number>(letter.value);
        return found;
    };
    return query.all(read, static_cast<std::int64_t>(known));
}

struct NewLetter
{
    Number number = 0;
    LetterCause cause;
    ModelLetter letter;
};

std::vector<NewLetter> letters_after(Transaction& tx, std::size_t known)
{
    auto query = tx.prepare(R"sql(
        select id, what, coalesce(ticket, 0), recipient, message_id, queued_at, next_try_at,
               key glob 'received/*' or key glob 'reply/*'
          from letter
         where id > ?1
         order by id
    )sql");
    const auto read = [](Row& row) {
        NewLetter found;
        core::LetterId id;
        core::TicketId ticket;
        std::optional<Instant> next_try_at;
        auto& letter = found.letter;
        row >> id >> letter.what >> ticket >> letter.recipient >> letter.message_id >>
            letter.queued_at >> next_try_at >> letter.to_customer;
        letter.next_try_at = next_try_at.value_or(Instant{});
        found.number = static_cast<Number>(id.value);
        found.cause = {letter.what, static_cast<Number>(ticket.value), letter.recipient};
        return found;
    };
    return query.all(read, static_cast<std::int64_t>(known));
}

std::set<Number> promises_told_in(Transaction& tx, Number letter)
{
    auto query = tx.prepare(R"sql(
        select promise from escalation where letter = ?1
         union select promise from alarm join escalation on escalation.id = alarm.escalation
                where alarm.letter = ?1
    )sql");
    std::set<Number> promises;
    const auto read = [&](Row& row) {
        core::PromiseId promise;
        row >> promise;
        promises.insert(static_cast<Number>(promise.value));
        return true;
    };
    query.all(read, static_cast<std::int64_t>(letter));
    return promises;
}

bool tells_of_an_alarm(Transaction& tx, Number letter, const std::string& recipient)
{
    return tx.prepare("select 1 from alarm where letter = ?1 and recipient = ?2")
        .value<bool>(static_cast<std::int64_t>(letter), recipient);
}

std::string words_of(const ExpectedEscalation& one)
{
    return "promise " + std::to_string(one.promise) + ", rung " + time::to_text(one.rung) +
           ", turn " + std::to_string(one.turn) + ", to " + one.recipient + ", planned for " +
           in_words(one.planned_at);
}

void compare(const std::vector<NewEscalation>& found,
             const std::vector<ExpectedEscalation>& expected)
{
    std::vector<ExpectedEscalation> is;
    for (const auto& one : found) {
        if (one.written_at < one.is.planned_at)
            throw Broken{"no rung is climbed early", words_of(one.is)};
        is.push_back(one.is);
    }
    std::sort(is.begin(), is.end());
    std::vector<ExpectedEscalation> missing, extra;
    std::set_difference(expected.begin(), expected.end(), is.begin(), is.end(),
                        std::back_inserter(missing));
    std::set_difference(is.begin(), is.end(), expected.begin(), expected.end(),
                        std::back_inserter(extra));
    if (!missing.empty())
        throw Broken{"every reached rung is written once", "missing: " + words_of(missing[0])};
    if (!extra.empty())
        throw Broken{"every reached rung is written once", "not reached: " + words_of(extra[0])};
}

/// Up to five promises are a letter each, more are one with a table.
void compare_letters(const std::vector<NewEscalation>& found)
{
    std::map<std::string, std::set<Number>> promises, letters;
    for (const auto& one : found) {
        promises[one.is.recipient].insert(one.is.promise);
        letters[one.is.recipient].insert(one.letter);
    }
    for (const auto& [recipient, about] : promises)
        About{recipient, about.size()}.same("nobody is told twice", "letters",
                                            letters[recipient].size(),
                                            about.size() > 5 ? 1 : about.size());
}

/// Without the line ends that quoted-printable put in.
std::string mime_of(Transaction& tx, Number letter)
{
    auto mime = tx.prepare("select cast(mime as text) from letter where id = ?1")
                    .value<std::string>(static_cast<std::int64_t>(letter));
    for (auto at = mime.find("=\r\n"); at != std::string::npos; at = mime.find("=\r\n", at))
        mime.erase(at, 3);
    return mime;
}

bool contains(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

/// Whoever is told of a promise reads the words of somebody who waits for it; of one that nobody
/// waits for, those of somebody it was made to.
void check_speaker(const Model& model, const ModelLetter& letter)
{
    const About about{letter.what + " of ticket", letter.ticket};
    for (const auto promise : letter.promises) {
        if (!letter.ticket)
            continue;
        const auto stays = model.stays_of(letter.ticket);
        about.same("letters tell of their own matter", "the matter", stays,
                   model.stays_of(model.promise(promise).ticket));
        about.holds(model.waits(letter.ticket) || !model.is_awaited(stays),
                    "letters tell of those who wait");
    }
}

} // namespace

void check_all_letters(Transaction& tx, const Model& model)
{
    check_letters(tx, model);
    check_escalations(tx, model);
}

void check_links(Transaction& tx, const Model& model, Number number)
{
    core::Ticket row;
    row.reference = model.house().references.of({static_cast<std::int64_t>(number)});
    row.link_generation = model.ticket(number).generation;
    if (row.link_generation == 0) // They never had another one.
        return;
    const auto token = model.house().status_token(row);
    for (const auto waiting : model.waiting) {
        const auto& letter = model.letters[waiting - 1];
        if (letter.ticket == number && letter.to_customer)
            About{"letter", waiting}.holds(contains(mime_of(tx, waiting), token),
                                           "no letter goes out with a link that is void");
    }
}

void take_new_letters(Transaction& tx, Model& model)
{
    const auto expected = model.take_owed_escalations();
    const auto escalations = escalations_after(tx, model.escalations.size());
    compare(escalations, expected);
    compare_letters(escalations);
    for (const auto& one : escalations)
        model.escalations.push_back({.promise = one.is.promise,
                                     .rung = one.is.rung,
                                     .recipient = one.is.recipient,
                                     .letter = one.letter,
                                     .written = model.gone,
                                     .ran = model.ran});
    std::map<Number, std::string> told;
    for (const auto& one : escalations)
        told.emplace(one.letter, one.recipient);
    auto owed = model.take_owed_letters();
    for (auto& [number, cause, letter] : letters_after(tx, model.letters.size())) {
        const About about{"letter", number};
        about.same(no_letter_vanishes, "its number", number, model.letters.size() + 1);
        if (const auto climbed = told.find(number); climbed != told.end()) {
            about.same("nobody else is told", "for whom", letter.recipient, climbed->second);
            told.erase(climbed);
        } else if (letter.what == "alarm" || letter.what == "call") {
            about.holds(tells_of_an_alarm(tx, number, letter.recipient),
                        "no letter comes from nowhere");
        } else if (const auto due = owed.find(cause); due != owed.end()) {
            owed.erase(due);
        } else {
            throw Broken{"no letter comes from nowhere", letter.what + " to " + letter.recipient};
        }
        letter.written = model.gone;
        letter.ticket = cause.ticket;
        letter.promises = promises_told_in(tx, number);
        check_speaker(model, letter);
        if (letter.what == "withdrawn")
            letter.state = LetterState::given_up;
        else
            model.waiting.insert(number);
        model.letters.push_back(std::move(letter));
    }
    if (!owed.empty())
        throw Broken{no_letter_vanishes, owed.begin()->what + " on ticket " +
                                             std::to_string(owed.begin()->ticket) +
                                             " is not in the outbox"};
    if (!told.empty())
        throw Broken{no_letter_vanishes, "an escalation to " + told.begin()->second};
}

} // namespace heard::simulation
