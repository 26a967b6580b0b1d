#include "tests/simulation/check.hpp"

#include "storage/book.hpp"
#include "storage/promise.hpp"
#include "storage/report.hpp"
#include "storage/sending.hpp"
#include "storage/ticket.hpp"
#include "tests/simulation/broken.hpp"

#include <algorithm>
#include <map>

namespace heard::simulation {

using core::EntryKind;
using core::PromiseState;
using storage::Row;
using storage::Transaction;

namespace {

std::string in_words(Instant at)
{
    return time::to_rfc3339(at);
}
std::string in_words(const std::optional<Instant>& at)
{
    return at ? in_words(*at) : "never";
}
std::string in_words(const std::string& text)
{
    return "'" + text + "'";
}
std::string in_words(std::string_view text)
{
    return in_words(std::string{text});
}
template <class T>
requires std::integral<T> std::string in_words(T number)
{
    return std::to_string(number);
}

/// What belongs to one ticket, so that a message can name it.
class About
{
public:
    About(std::string thing, Number number)
        : name_{std::move(thing) + " " + std::to_string(number)}
    {}

    template <class T, class U>
    void same(const char* rule, const char* what, const T& is, const U& should) const
    {
        if (is != should)
            throw Broken{rule, name_ + ": " + what + " is " + in_words(is) + " and should be " +
                                   in_words(should)};
    }
    void holds(bool good, const char* rule) const
    {
        if (!good)
            throw Broken{rule, name_};
    }

private:
    std::string name_;
};

constexpr auto* books_agree = "the books say what happened";
constexpr auto* no_letter_vanishes = "no letter vanishes";

Number number_of(const std::optional<core::StaffId>& staff)
{
    return staff ? static_cast<Number>(staff->value) : 0;
}

void check_entries(const About& about, const std::vector<core::Entry>& entries,
                   const ModelTicket& should)
{
    about.same("words are kept", "the number of entries", entries.size(), should.entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& is = entries[i];
        const auto& be = should.entries[i];
        about.same("words are kept", "the number of an entry", is.number, static_cast<int>(i + 1));
        about.same("words are kept", "the kind of an entry", core::to_text(is.what),
                   core::to_text(be.what));
        about.same("words are kept", "an entry", is.text + "/" + is.done, be.text + "/" + be.done);
        about.same("words are kept", "who wrote an entry", number_of(is.staff), be.staff);
    }
}

void check_promise(const core::Promise& is, const ModelPromise& should)
{
    const About about{"promise", static_cast<Number>(is.id.value)};
    about.same("nothing moves a due time", "due", is.due_at, should.due_at);
    about.same("nothing moves a due time", "made", is.made_at, should.made_at);
    about.same(books_agree, "made by", number_of(is.made_by), should.made_by);
    about.same(books_agree, "its state", core::to_text(is.state), core::to_text(should.state));
    about.same(books_agree, "broken", is.broken_at, should.broken_at);
    about.same(books_agree, "ended", is.ended_at, should.ended_at);
    about.same("silence climbs in time", "climbed until", is.climbed_until, should.climbed_until);
    about.same("silence climbs in time", "the next look", is.look_again_at, should.look_at);
}

/// Kept means answered in time, broken means late: read from the rows alone.
void check_how_it_ended(const core::Promise& is, const std::vector<core::Entry>& entries)
{
    const About about{"promise", static_cast<Number>(is.id.value)};
    const bool answered = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
        return (entry.what == EntryKind::answer || entry.what == EntryKind::hold) &&
               entry.at == is.ended_at;
    });
    if (is.state == PromiseState::kept)
        about.holds(answered && *is.ended_at < is.due_at, "a kept promise was answered in time");
    if (is.state == PromiseState::broken)
        about.holds(is.broken_at == is.due_at, "a broken promise broke at its due time");
    if (is.state == PromiseState::released)
        about.holds(*is.ended_at < is.due_at && !is.broken_at,
                    "only a promise in time is released");
}

/// Without an open promise the customer must have had the last word answered, or settled or erased
/// it.
void check_closed_well(const About& about, const std::vector<core::Entry>& entries)
{
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->what == EntryKind::answer || entry->what == EntryKind::settled ||
            entry->what == EntryKind::erased)
            return;
        if (entry->what != EntryKind::note)
            break;
    }
    about.holds(false, "nothing closes unanswered");
}

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

void check_numbers(Transaction& tx, const Model& model)
{
    const About shop{"the shop", 0};
    shop.same("what was acknowledged is kept", "the number of tickets",
              tx.prepare("select count(*) from ticket").value<std::int64_t>(),
              std::ssize(model.tickets));
    shop.same("what was acknowledged is kept", "the number of staff",
              tx.prepare("select count(*) from staff").value<std::int64_t>(),
              std::ssize(model.staff));
    const auto numbers = storage::promise_numbers(tx);
    const auto count = [&](PromiseState state) {
        return std::count_if(model.promises.begin(), model.promises.end(),
                             [&](const auto& promise) { return promise.state == state; });
    };
    shop.same("the books add up", "open promises", numbers.open, count(PromiseState::open));
    shop.same("the books add up", "kept promises", numbers.kept, count(PromiseState::kept));
    shop.same("the books add up", "answered late or settled late",
              numbers.open + numbers.kept + numbers.released + count(PromiseState::broken),
              static_cast<std::int64_t>(model.promises.size()));
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
        select id, what, coalesce(ticket, 0), recipient, message_id, queued_at, next_try_at
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
            letter.queued_at >> next_try_at;
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

std::string in_words(const ExpectedEscalation& one)
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
            throw Broken{"no rung is climbed early", in_words(one.is)};
        is.push_back(one.is);
    }
    std::sort(is.begin(), is.end());
    std::vector<ExpectedEscalation> missing, extra;
    std::set_difference(expected.begin(), expected.end(), is.begin(), is.end(),
                        std::back_inserter(missing));
    std::set_difference(is.begin(), is.end(), expected.begin(), expected.end(),
                        std::back_inserter(extra));
    if (!missing.empty())
        throw Broken{"every reached rung is written once", "missing: " + in_words(missing[0])};
    if (!extra.empty())
        throw Broken{"every reached rung is written once", "not reached: " + in_words(extra[0])};
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

} // namespace

void check_ticket(Transaction& tx, const Model& model, Number number)
{
    const About about{"ticket", number};
    const core::TicketId id{static_cast<std::int64_t>(number)};
    const auto row = storage::find_ticket(tx, id);
    about.holds(row.has_value(), "what was acknowledged is kept");
    const auto& should = model.ticket(number);
    const auto said = storage::get_submission(tx, id);
    const auto entries = storage::entries_of(tx, id);
    const auto promises = storage::promises_of(tx, id);
    about.same("words are kept", "what was said", core::all_words(said),
               core::all_words(should.said));
    about.same("words are kept", "who said it", said.name + "/" + said.contact,
               should.said.name + "/" + should.said.contact);
    about.same("words are kept", "the newest entry", row->newest_entry,
               static_cast<int>(entries.size()));
    check_entries(about, entries, should);
    about.same("a reply leaves when it must", "one that is about to",
               storage::find_sending(tx, id).has_value(), should.leaving.has_value());
    about.same(books_agree, "its assignee", number_of(row->assignee), should.assignee);
    about.same(books_agree, "set aside", !row->suspicion.empty(), should.set_aside);
    about.same(books_agree, "answered", row->answered_at, should.answered_at);
    about.same(books_agree, "settled", row->settled_at, should.settled_at);
    about.same(books_agree, "erased", row->erased_at, should.erased_at);

    Number open = 0;
    for (const auto& promise : promises) {
        check_promise(promise, model.promise(static_cast<Number>(promise.id.value)));
        check_how_it_ended(promise, entries);
        about.holds(promise.state != PromiseState::open || open == 0,
                    "an open ticket has exactly one open promise");
        if (promise.state == PromiseState::open)
            open = static_cast<Number>(promise.id.value);
    }
    about.same("an open ticket has exactly one open promise", "the open promise", open,
               should.open_promise);
    if (!open)
        check_closed_well(about, entries);

    const auto book = storage::book_of(tx, id);
    about.same("the book has every change", "its length", book.size(), should.book.size());
    for (std::size_t i = 0; i < book.size(); ++i)
        about.same("the book has every change", "a line", book[i].what, should.book[i]);
}

void check_everything(Transaction& tx, const Model& model)
{
    check_numbers(tx, model);
    for (Number number = 1; number <= model.tickets.size(); ++number)
        check_ticket(tx, model, number);
    check_letters(tx, model);
    check_escalations(tx, model);
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
