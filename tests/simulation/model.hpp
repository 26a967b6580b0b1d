// What must be true of a shop, kept in plain structs beside its database: who said what, what was
// promised, whom silence was to reach, which letters that makes. Written apart from the desk, in
// the simplest way that is right; knows neither SQL nor transactions. Shares with the house only
// its settings and its calendar, which has an oracle of its own.
#pragma once

#include "core/ticket.hpp"
#include "desk/deliver.hpp"
#include "desk/house.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace heard::simulation {

using core::Instant;
using core::Micros;

/// Numbers of tickets, promises, staff and letters are those of their rows: 1 is the first.
using Number = std::size_t;

struct ModelEntry
{
    core::EntryKind what = core::EntryKind::message;
    Number staff = 0; ///< 0: the customer.
    std::string text;
    std::string done;
};

/// A rung that one person was told of: the rung's time, its turn, the address in lower case.
using Told = std::tuple<Micros, int, std::string>;

struct ModelPromise
{
    Number ticket = 0;
    Instant made_at;
    Instant due_at;
    Number made_by = 0;
    core::PromiseState state = core::PromiseState::open;
    std::optional<Instant> broken_at = {};
    std::optional<Instant> ended_at = {};
    Instant climbed_until = {};
    std::optional<Instant> look_at = {};
    std::set<Told> told = {};
};

/// What staff write to a customer.
struct ModelReply
{
    Number ticket = 0;
    Number staff = 0;
    std::string text;
    std::string done;
    int seen = 0;
    std::optional<Instant> until = {};
};

/// A reply that is about to leave.
struct ModelSending
{
    ModelReply reply;
    core::EntryKind what = core::EntryKind::answer;
    Instant made_at;
    Instant release_at;
};

struct ModelTicket
{
    core::Submission said; ///< With the name and contact as corrected since.
    bool set_aside = false;
    bool is_praise = false; ///< Its kind, which nobody corrects to anything else.
    Number assignee = 0;
    std::vector<ModelEntry> entries;
    Number open_promise = 0;
    std::optional<ModelSending> leaving;
    std::optional<Instant> answered_at;
    std::optional<Instant> settled_at;
    std::optional<Instant> erased_at;
    std::vector<std::string> book;
    std::set<std::string> confirmed; ///< Causes of confirmations that were written.
};

enum class LetterState { waiting, delivered, given_up };

/// What a letter must look like when it comes into being.
struct LetterCause
{
    std::string what;
    Number ticket = 0;
    std::string recipient;
    auto operator<=>(const LetterCause&) const = default;
};

struct ModelLetter
{
    std::string what;
    std::string recipient;
    std::string message_id;
    Instant queued_at;
    Instant next_try_at;
    Micros written{0}; ///< As time really goes by.
    int failures = 0;
    LetterState state = LetterState::waiting;
    Number ticket = 0;         ///< 0: it is about none, or about many.
    std::set<Number> promises; ///< That it tells of.
};

/// One rung that a look must write down, for one recipient.
struct ExpectedEscalation
{
    Number promise = 0;
    Micros rung{0};
    int turn = 0;
    std::string recipient; ///< In lower case.
    Instant planned_at;
    auto operator<=>(const ExpectedEscalation&) const = default;
};

/// One rung that was written down for one person, in the order of the rows.
struct ModelEscalation
{
    Number promise = 0;
    Micros rung{0};
    std::string recipient; ///< In lower case.
    Number letter = 0;
    Micros written{0};    ///< As time really goes by.
    Micros ran{0};        ///< For how long the daemon had been running by then.
    bool excused = false; ///< The clock was set, or a letter refused: the alarm may come early.
};

/// Somebody else was told of an escalation, or is about to be.
struct ModelAlarm
{
    Number letter = 0; ///< 0: waits for the next digest.
    Micros raised{0};  ///< As time really goes by.
};

class Model
{
public:
    explicit Model(std::shared_ptr<const desk::House> house)
        : house_{std::move(house)}
    {}

    // ---- Deeds. Each gives whether the desk must accept it.
    /// All good submissions are taken in; gives the ticket they must lead to.
    Number submit(const core::Submission& said, Instant now);
    bool say_more(Number ticket, const std::string& text, Instant now);
    bool give_verdict(Number ticket, bool settled, Instant now);
    bool erase(Number ticket, Instant now);
    bool answer(const ModelReply& reply, Instant now);
    bool hold(const ModelReply& reply, Instant now);
    bool note(Number ticket, Number staff, const std::string& text);
    bool claim(Number ticket, Number staff, bool mine);
    bool assign(Number ticket, Number staff, Number colleague);
    bool correct_kind(Number ticket, Number staff);
    bool take_back(Number ticket, Number staff, Instant now);
    bool settle(Number ticket, Number staff, Instant now);
    void hire(const core::Staff& person);
    void dismiss(Number staff_number);
    /// Alarms of what was just escalated may come before their time.
    void clock_was_set();
    /// New settings, in force at once.
    void use(std::shared_ptr<const desk::House> house);
    /// The ladder is written down: another one has every open promise looked at.
    void note_ladder(Instant now);
    /// A care round, but for the alarms: those are judged by what they tell.
    void care(Instant now);
    /// A promise round: what is about to leave goes first.
    void release_due(Instant now);
    void look(Instant now);
    desk::Fate note_delivery(Number letter, mail::Verdict verdict, Instant now);

    // ---- Questions
    std::optional<Instant> next_look_at() const;
    bool is_release_due(Instant now) const;
    std::vector<Number> open_tickets() const; ///< By number.
    /// Whether somebody could still be told of it who has not been.
    bool has_somebody_left(const ModelEscalation& escalation) const;
    /// Its promise is open and its letter has not got through.
    bool is_waiting_to_be_told(const ModelEscalation& escalation) const;
    const desk::House& house() const { return *house_; }
    bool may_see(Number staff_number, Number ticket) const;
    const core::Staff& person(Number number) const { return staff[number - 1]; }
    ModelTicket& ticket(Number number) { return tickets[number - 1]; }
    const ModelTicket& ticket(Number number) const { return tickets[number - 1]; }
    const ModelPromise& promise(Number number) const { return promises[number - 1]; }
    /// The letters to customers that must have come into being since the last call.
    std::multiset<LetterCause> take_owed_letters() { return std::exchange(owed_letters_, {}); }
    /// The same for escalations, in order.
    std::vector<ExpectedEscalation> take_owed_escalations();

    std::vector<ModelTicket> tickets;
    std::vector<ModelPromise> promises;
    std::vector<core::Staff> staff;
    std::vector<ModelLetter> letters;
    std::set<Number> waiting; ///< Letters neither delivered nor given up.
    std::vector<ModelEscalation> escalations;
    std::size_t judged = 0; ///< So many of them had to be alarmed by now, and were checked.
    /// By escalation and recipient.
    std::map<std::pair<Number, std::string>, ModelAlarm> alarms;
    Instant made_at; ///< The house.
    std::optional<Instant> heartbeat_at;
    Micros gone{0}; ///< Time that has really gone by, and of that, with the daemon running.
    Micros ran{0};
    Micros people_changed{0}; ///< When staff, branches or the ladder last changed, as `gone`.
    std::set<Number> touched; ///< Tickets that changed since it was last emptied.

private:
    void beat(Instant now);
    ModelTicket& touch(Number number, const std::string& book_line);
    Number open_ticket(const core::Submission& said, const std::string& form, Instant now);
    Number take_in(const core::Submission& said, const std::string& form, Instant now);
    Number take_again(Number number, const core::Submission& said, Instant now);
    void add_message(Number number, const std::string& text, Instant now);
    void make_promise(Number number, Instant due_at, Number made_by, Instant now);
    void promise_an_answer(Number number, Instant now);
    void end_promise(Number number, core::PromiseEnd end, Instant now);
    void withdraw_letters(Number about);
    void confirm(Number number, bool again, Instant now);
    bool reply(const ModelReply& reply, core::EntryKind what, Instant now);
    Instant leaves_at(const ModelReply& written, Instant now) const;
    static bool is_due(const ModelSending& leaving, Instant now);
    void release(Number number, Instant now);
    void look_at(Number number, Instant now);
    std::set<std::string> climb(Number number, Instant now);
    std::optional<Instant> next_look(const ModelPromise& promise, Instant now) const;
    std::set<std::string> audience(const core::Rung& rung, const ModelTicket& about) const;
    void add_people(std::set<std::string>& people, core::RecipientKind kind,
                    const ModelTicket& about) const;

    std::shared_ptr<const desk::House> house_;
    std::map<std::string, Number> forms_; ///< Form key, or form key and person: the ticket.
    std::string ladder_in_words_;
    std::multiset<LetterCause> owed_letters_;
    std::vector<ExpectedEscalation> owed_escalations_;
    std::set<std::chrono::local_days> mornings_; ///< Days that have had their daily letter.
};

/// As the house compares addresses.
std::string lower(std::string text);

} // namespace heard::simulation
