// Makes the jobs of one action: chooses who does it, to which ticket and with which words, by the
// dice of the action. One per action; what customers, writers and other staff do is in three files.
#pragma once

#include "desk/reply.hpp"
#include "tests/simulation/job.hpp"
#include "tests/support/dice.hpp"

namespace heard::simulation {

class Maker
{
public:
    Maker(const Action& action, const Model& model, std::shared_ptr<const desk::House> house,
          Instant now)
        : model_{model}
        , house_{std::move(house)}
        , now_{now}
        , dice_{action.seed}
    {}

    /// Nothing when there is nobody to do it, or nothing to do it to.
    std::optional<Job> make(Deed deed);

private:
    // Customers
    Job submit(core::Submission said);
    core::Submission new_submission();
    core::Submission submission_again();
    Job same_form_again();
    Job say_more();
    Job give_verdict();
    Job erase();
    /// `verb(tx, house, token)` at the desk, by the link that the customer has: now and then one
    /// that is void.
    template <class Verb, class Happened>
    Job by_link(const std::string& what, Verb verb, Happened happened);
    // Replies
    Instant some_date();
    ModelReply some_reply(bool hold);
    desk::Reply at_desk(const ModelReply& said) const;
    Job reply(bool hold);
    Job keep_draft();
    Job undo();
    // Staff
    Job take_call(core::Submission said);
    core::Submission new_call();
    Job note();
    Job claim();
    Job assign();
    Job correct_kind();
    Job set_aside();
    Job take_back();
    Job settle();
    Job void_link();
    Job pass_praise();
    Job merge();
    Job be_away();
    Job hire();
    Job dismiss();
    /// `verb(tx, house, handling)` at the desk, by one person of staff on one ticket.
    template <class Verb, class Happened>
    Job handle(const std::string& what, Verb verb, Happened happened);

    std::optional<Job> make_for_staff(Deed deed);
    std::string some_words();
    std::string some_contact();
    Number somebody() { return static_cast<Number>(dice_.below(model_.staff.size())) + 1; }
    std::string name_of(Number staff) const { return model_.person(staff).name; }
    std::string reference_of(Number ticket) const;
    std::string ticket_in_words() const { return reference_of(ticket_); }
    bool choose_ticket(bool mostly_open);
    void choose_ticket_of_waiting_letter();
    bool choose_staff();

    const Model& model_;
    std::shared_ptr<const desk::House> house_;
    Instant now_;
    Dice dice_;
    Number ticket_ = 0;
    Number staff_ = 0;
};

} // namespace heard::simulation
