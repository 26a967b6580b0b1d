#include "tests/simulation/job.hpp"

#include "tests/simulation/maker.hpp"

namespace heard::simulation {

namespace {

constexpr int fails_percent = 4;
// In the seconds in which a reply can still be taken back, most of what happens is about it.
constexpr int about_leaving_percent = 60;
// What has letters rewritten or withdrawn happens most often where some wait.
constexpr int letters_wait_percent = 60;

} // namespace

std::string Maker::reference_of(Number ticket) const
{
    return house_->references.of({static_cast<std::int64_t>(ticket)});
}

bool Maker::choose_ticket(bool mostly_open)
{
    const auto leaving = model_.tickets_with_leaving_reply();
    const auto open = model_.open_tickets();
    if (!leaving.empty() && dice_.percent(about_leaving_percent))
        ticket_ = dice_.one_of(leaving);
    else if (mostly_open && !open.empty() && dice_.percent(85))
        ticket_ = dice_.one_of(open);
    else if (!model_.tickets.empty())
        ticket_ = static_cast<Number>(dice_.below(model_.tickets.size())) + 1;
    return ticket_ > 0;
}

/// If there is one.
void Maker::choose_ticket_of_waiting_letter()
{
    std::vector<Number> about;
    for (const auto letter : model_.waiting)
        if (const auto ticket = model_.letters[letter - 1].ticket)
            about.push_back(ticket);
    if (!about.empty())
        ticket_ = dice_.one_of(about);
}

bool Maker::choose_staff()
{
    std::vector<Number> there;
    for (Number number = 1; number <= model_.staff.size(); ++number)
        if (!model_.person(number).disabled)
            there.push_back(number);
    if (there.empty())
        return false;
    staff_ = dice_.one_of(there);
    return true;
}

std::optional<Job> Maker::make(Deed deed)
{
    if (deed == Deed::submit)
        return submit(new_submission());
    if (deed == Deed::hire)
        return hire();
    if (deed >= Deed::answer && !choose_staff())
        return std::nullopt;
    if (deed == Deed::dismiss)
        return dismiss();
    if (deed == Deed::be_away)
        return be_away();
    if (deed == Deed::take_call)
        return take_call(new_call());
    const bool mostly_open = deed == Deed::answer || deed == Deed::hold || deed == Deed::claim ||
                             deed == Deed::merge || deed == Deed::keep_draft;
    if (!choose_ticket(mostly_open))
        return std::nullopt;
    if ((deed == Deed::void_link || deed == Deed::erase) && dice_.percent(letters_wait_percent))
        choose_ticket_of_waiting_letter();
    switch (deed) {
    case Deed::same_form_again:
        return same_form_again();
    case Deed::say_more:
        return say_more();
    case Deed::give_verdict:
        return give_verdict();
    case Deed::erase:
        return erase();
    default:
        return make_for_staff(deed);
    }
}

std::optional<Job> Maker::make_for_staff(Deed deed)
{
    switch (deed) {
    case Deed::answer:
        return reply(false);
    case Deed::hold:
        return reply(true);
    case Deed::keep_draft:
        return keep_draft();
    case Deed::undo:
        return undo();
    case Deed::note:
        return note();
    case Deed::claim:
        return claim();
    case Deed::assign:
        return assign();
    case Deed::correct_kind:
        return correct_kind();
    case Deed::set_aside:
        return set_aside();
    case Deed::take_back:
        return take_back();
    case Deed::settle:
        return settle();
    case Deed::void_link:
        return void_link();
    case Deed::pass_praise:
        return pass_praise();
    case Deed::merge:
        return merge();
    default:
        return std::nullopt;
    }
}

std::optional<Job> make_job(const Action& action, const Model& model,
                            std::shared_ptr<const desk::House> house, Instant now)
{
    auto job = Maker{action, model, std::move(house), now}.make(action.deed);
    if (job && Dice{seed_of(action.seed, 1)}.percent(fails_percent)) {
        job->fails = true;
        job->words += ", and it goes wrong after all was written";
    }
    return job;
}

} // namespace heard::simulation
