// What must be true of a shop, kept in plain structs beside its database: who said what, what was
// promised, whom silence was to reach, which letters that makes. Written apart from the desk, in
// the simplest way that is right; knows neither SQL nor transactions. Shares with the house only
// its settings and its calendar, which has an oracle of its own.
#pragma once

#include "desk/deliver.hpp"
#include "desk/house.hpp"
#include "tests/simulation/model_things.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace heard::simulation {

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
    /// Where it leads to; 0 when that branch is not theirs.
    Number take_call(Number staff, const core::Submission& said, Instant now);
    bool answer(const ModelReply& reply, Instant now);
    bool hold(const ModelReply& reply, Instant now);
    bool keep_draft(const ModelReply& draft, core::EntryKind what);
    bool undo(Number ticket, Number staff);
    bool note(Number ticket, Number staff, const std::string& text, Instant now);
    bool claim(Number ticket, Number staff, bool mine);
    bool assign(Number ticket, Number staff, Number colleague, Instant now);
    bool correct_kind(Number ticket, Number staff, core::Kind kind);
    bool set_aside(Number ticket, Number staff, const std::string& why, Instant now);
    bool take_back(Number ticket, Number staff, Instant now);
    bool settle(Number ticket, Number staff, Instant now);
    bool void_link(Number ticket, Number staff, int generation);
    bool pass_praise(Number ticket, Number staff, Number colleague);
    /// The one that is due first stays, and `into` if none is due.
    bool merge(Number ticket, Number staff, Number into, Instant now);
    bool be_away(Number staff, std::optional<Instant> until, Instant now);
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
    std::vector<Number> tickets_with_leaving_reply() const;
    /// The ticket of its matter that is in the queue; most often itself.
    Number stays_of(Number ticket) const;
    /// The one that stays, and all that go along with it.
    std::vector<Number> matter_of(Number ticket) const;
    /// How many entries its matter has, a merge counting as one.
    int newest_of(Number ticket) const;
    /// Whether its own customer waits for a word from us.
    bool waits(Number ticket) const;
    /// Whether a customer of its matter does.
    bool is_awaited(Number ticket) const;
    /// Whether somebody could still be told of it who has not been.
    bool has_somebody_left(const ModelEscalation& escalation, Instant now) const;
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
    void say(Number number, const ModelEntry& entry);
    void make_promise(Number number, Instant due_at, Number made_by, Instant now);
    void promise_an_answer(Number number, Instant now);
    void end_promise(Number number, core::PromiseEnd end, Instant now);
    void withdraw(Number letter);
    void withdraw_letters(Number about);
    void renew_letters(Number about);
    void confirm(Number number, bool again, Instant now);
    bool reply(const ModelReply& reply, core::EntryKind what, Instant now);
    const ModelEntry* newest_entry_of(Number stays) const;
    bool is_newest(const ModelReply& written, core::EntryKind what) const;
    bool was_sent(const ModelReply& draft, core::EntryKind what) const;
    std::vector<Number> reached_by_reply(Number stays) const;
    bool is_erased(Number number) const;
    bool take_back_reply(Number stays);
    void send(const ModelSending& leaving, Instant now);
    void tell_by_letter(Number number, core::EntryKind what);
    void take_back_itself(Number number, Instant now);
    void take_back_either(Number stays, Number goes, Instant now);
    void move_drafts(Number from, Number to);
    static void put_before(ModelDrafts& drafts, const ModelDrafts::key_type& form,
                           ModelDraft draft);
    void hand_over(Number goes, Number stays);
    bool pass_on(Number number, Number colleague);
    Instant leaves_at(const ModelReply& written, Instant now) const;
    static bool is_due(const ModelSending& leaving, Instant now);
    void release(Number number, Instant now);
    void look_at(Number number, Instant now);
    std::set<std::string> climb(Number number, Instant now);
    std::optional<Instant> next_look(const ModelPromise& promise, Instant now) const;
    std::set<std::string> audience(const core::Rung& rung, const ModelTicket& about,
                                   Instant now) const;
    void add_people(std::set<std::string>& people, core::RecipientKind kind,
                    const ModelTicket& about, Instant now) const;
    bool is_there(const core::Staff& somebody, Instant now) const;
    std::set<Number> away_at(Instant now) const;

    std::shared_ptr<const desk::House> house_;
    std::map<std::string, Number> forms_; ///< Form key, or form key and person: the ticket.
    std::string ladder_in_words_;
    std::multiset<LetterCause> owed_letters_;
    std::vector<ExpectedEscalation> owed_escalations_;
    std::set<Number> away_;                      ///< When somebody last cared.
    std::set<std::chrono::local_days> mornings_; ///< Days that have had their daily letter.
};

/// As the house compares addresses.
std::string lower(std::string text);

} // namespace heard::simulation
