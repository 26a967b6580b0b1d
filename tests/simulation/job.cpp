#include "tests/simulation/job.hpp"

#include "desk/customer.hpp"
#include "desk/erase.hpp"
#include "desk/handle.hpp"
#include "desk/reply.hpp"
#include "desk/submit.hpp"
#include "storage/staff.hpp"
#include "tests/simulation/broken.hpp"
#include "tests/support/dice.hpp"

#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;
using storage::Transaction;
using House = std::shared_ptr<const desk::House>;

namespace {

constexpr int fails_percent = 4;

const std::array words = {"The shoes came apart.",  "The soup was cold.",
                          "Mary was so kind.",      "Nobody called back.",
                          "More bread on Sundays.", "The till was closed again."};
const std::array names = {"Ann", "Bob", "Cem", "Dora", ""};

core::TicketId id_of(Number ticket)
{
    return {static_cast<std::int64_t>(ticket)};
}

std::string reference_of(const desk::House& house, Number ticket)
{
    return house.references.of(id_of(ticket));
}

std::string token_of(const desk::House& house, Number ticket)
{
    core::Ticket row;
    row.reference = reference_of(house, ticket);
    return house.status_token(row);
}

/// Makes the jobs of one action.
class Maker
{
public:
    Maker(const Action& action, const Model& model, House house, Instant now)
        : model_{model}
        , house_{std::move(house)}
        , now_{now}
        , dice_{action.seed}
    {}

    std::optional<Job> make(Deed deed);

private:
    // Customers
    Job submit(core::Submission said);
    core::Submission new_submission();
    core::Submission submission_again();
    Job say_more();
    Job give_verdict();
    Job erase();
    // Staff
    Instant some_date();
    Job reply(bool hold);
    Job note();
    Job claim();
    Job assign();
    Job correct_kind();
    Job take_back();
    Job settle();
    Job hire();
    Job dismiss();

    std::string some_words();
    std::string some_contact();
    std::string name_of(Number staff) const { return model_.person(staff).name; }
    std::string ticket_in_words() const { return reference_of(*house_, ticket_); }
    /// A job of one person of staff on one ticket: `verb(tx, house, handling)` at the desk.
    template <class Verb, class Happened>
    Job handle(const std::string& what, Verb verb, Happened happened);
    bool choose_ticket(bool mostly_open);
    bool choose_staff();

    const Model& model_;
    House house_;
    Instant now_;
    Dice dice_;
    Number ticket_ = 0;
    Number staff_ = 0;
};

bool Maker::choose_ticket(bool mostly_open)
{
    const auto open = model_.open_tickets();
    if (mostly_open && !open.empty() && dice_.percent(85))
        ticket_ = dice_.one_of(open);
    else if (!model_.tickets.empty())
        ticket_ = static_cast<Number>(dice_.below(model_.tickets.size())) + 1;
    return ticket_ > 0;
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
    if (deed == Deed::dismiss)
        return choose_staff() ? std::optional{dismiss()} : std::nullopt;
    const bool by_staff = deed >= Deed::answer;
    if (!choose_ticket(deed == Deed::answer || deed == Deed::hold || deed == Deed::claim) ||
        (by_staff && !choose_staff()))
        return std::nullopt;
    switch (deed) {
    case Deed::same_form_again:
        return submit(submission_again());
    case Deed::say_more:
        return say_more();
    case Deed::give_verdict:
        return give_verdict();
    case Deed::erase:
        return erase();
    case Deed::answer:
        return reply(false);
    case Deed::hold:
        return reply(true);
    case Deed::note:
        return note();
    case Deed::claim:
        return claim();
    case Deed::assign:
        return assign();
    case Deed::correct_kind:
        return correct_kind();
    case Deed::take_back:
        return take_back();
    case Deed::settle:
        return settle();
    default:
        return std::nullopt;
    }
}

// A few texts only, so that the same is said twice.
std::string Maker::some_words()
{
    return dice_.one_of(words);
}

std::string Maker::some_contact()
{
    const auto number = std::to_string(dice_.below(40));
    switch (dice_.below(4)) {
    case 0:
        return "";
    case 1:
        return "030 1234" + number;
    case 2:
        return "Ann <ann" + number + "@example.com>, 030 1234";
    default:
        return "ann" + number + "@example.com";
    }
}

core::Submission Maker::new_submission()
{
    core::Submission said;
    const auto boxes = dice_.between(1, 7);
    said.likes = boxes & 1 ? some_words() : "";
    said.dislikes = boxes & 2 ? some_words() : "";
    said.wishes = boxes & 4 ? some_words() : "";
    said.name = dice_.one_of(names);
    said.contact = some_contact();
    const std::array branches = {"", "", "norwalk", "danbury"};
    said.branch = dice_.one_of(branches);
    if (dice_.percent(15))
        said.suspicion = core::Suspicion::too_fast;
    for (auto& byte : said.form_key)
        byte = static_cast<unsigned char>(dice_.below(256));
    return said;
}

core::Submission Maker::submission_again()
{
    auto said = model_.ticket(ticket_).said;
    if (dice_.percent(40))
        said.wishes = some_words();
    if (dice_.percent(40))
        said.contact = some_contact();
    if (dice_.percent(30))
        said.name = dice_.one_of(names);
    if (core::all_words(said).empty()) // Erased: whoever sends the form again has filled it again.
        said.likes = some_words();
    return said;
}

Job Maker::submit(core::Submission said)
{
    auto receipt = std::make_shared<std::string>();
    return {.words = "a customer (" + said.contact + ") says \"" + core::all_words(said) + "\"",
            .run =
                [=, house = house_](Transaction& tx) {
                    const auto result = desk::submit(tx, *house, said);
                    if (result)
                        *receipt = result->reference;
                    return result.has_value();
                },
            .happened =
                [=, house = house_](Model& model, Instant now) {
                    const auto ticket = model.submit(said, now);
                    if (*receipt != reference_of(*house, ticket))
                        throw Broken{"the same form is one ticket", *receipt};
                    return true;
                }};
}

Job Maker::say_more()
{
    const auto text = some_words();
    return {
        .words = "the customer of " + ticket_in_words() + " adds \"" + text + "\"",
        .run = [=, house = house_, token = token_of(*house_, ticket_)](
                   Transaction& tx) { return desk::say_more(tx, *house, token, text).has_value(); },
        .happened = [=, ticket = ticket_](
                        Model& model, Instant now) { return model.say_more(ticket, text, now); }};
}

Job Maker::give_verdict()
{
    const bool settled = dice_.percent(60);
    return {.words = "the customer of " + ticket_in_words() +
                     (settled ? " says that it is settled" : " says that it is not settled"),
            .run =
                [=, house = house_, token = token_of(*house_, ticket_)](Transaction& tx) {
                    return desk::give_verdict(tx, *house, token, settled).has_value();
                },
            .happened =
                [=, ticket = ticket_](Model& model, Instant now) {
                    return model.give_verdict(ticket, settled, now);
                }};
}

Job Maker::erase()
{
    return {.words = "the customer of " + ticket_in_words() + " has it all erased",
            .run =
                [house = house_, token = token_of(*house_, ticket_)](Transaction& tx) {
                    return desk::erase_words(tx, *house, token).has_value();
                },
            .happened = [ticket = ticket_](Model& model,
                                           Instant now) { return model.erase(ticket, now); }};
}

/// Mostly a date of the next days; now and then none that a customer can be given.
Instant Maker::some_date()
{
    if (dice_.percent(4))
        return now_ - 1h;
    if (dice_.percent(4))
        return now_ + std::chrono::days{20};
    return now_ + std::chrono::minutes{dice_.between(10, 5 * 24 * 60)};
}

Job Maker::reply(bool hold)
{
    const auto newest = static_cast<int>(model_.ticket(ticket_).entries.size());
    ModelReply said{
        .ticket = ticket_, .staff = staff_, .text = some_words(), .done = "", .seen = newest};
    if (newest > 0 && dice_.percent(12))
        --said.seen;
    if (hold)
        said.until = some_date();
    else if (dice_.percent(50))
        said.done = "A new pair is on its way.";
    const desk::Reply reply{model_.person(staff_),
                            ticket_in_words(),
                            said.text,
                            said.done,
                            said.seen,
                            said.until,
                            true};
    const auto until =
        hold ? ", and promises the next word by " + time::to_rfc3339(*said.until) : "";
    return {.words = name_of(staff_) + (hold ? " holds " : " answers ") + ticket_in_words() + until,
            .run =
                [=, house = house_](Transaction& tx) {
                    return (hold ? desk::hold : desk::answer)(tx, *house, reply).has_value();
                },
            .happened =
                [=](Model& model, Instant now) {
                    return hold ? model.hold(said, now) : model.answer(said, now);
                }};
}

template <class Verb, class Happened>
Job Maker::handle(const std::string& what, Verb verb, Happened happened)
{
    const desk::Handling handling{model_.person(staff_), ticket_in_words()};
    return {
        .words = name_of(staff_) + " " + what + " " + ticket_in_words(),
        .run = [=,
                house = house_](Transaction& tx) { return verb(tx, *house, handling).has_value(); },
        .happened = [=, ticket = ticket_, staff = staff_](
                        Model& model, Instant now) { return happened(model, ticket, staff, now); }};
}

Job Maker::note()
{
    const auto text = some_words();
    return handle(
        "writes a note on",
        [text](auto& tx, auto& house, auto& handling) {
            return desk::note(tx, house, handling, text);
        },
        [text](Model& model, Number ticket, Number staff, Instant) {
            return model.note(ticket, staff, text);
        });
}

Job Maker::claim()
{
    const bool mine = dice_.percent(75);
    return handle(
        mine ? "claims" : "gives back",
        [mine](auto& tx, auto& house, auto& handling) {
            return desk::claim(tx, house, handling, mine);
        },
        [mine](Model& model, Number ticket, Number staff, Instant) {
            return model.claim(ticket, staff, mine);
        });
}

Job Maker::assign()
{
    const auto colleague = static_cast<Number>(dice_.below(model_.staff.size())) + 1;
    return handle(
        "assigns to " + name_of(colleague),
        [name = name_of(colleague)](auto& tx, auto& house, auto& handling) {
            return desk::assign(tx, house, handling, name);
        },
        [colleague](Model& model, Number ticket, Number staff, Instant) {
            return model.assign(ticket, staff, colleague);
        });
}

Job Maker::correct_kind()
{
    return handle(
        "corrects the kind of",
        [](auto& tx, auto& house, auto& handling) {
            return desk::correct_kind(tx, house, handling, "praise");
        },
        [](Model& model, Number ticket, Number staff, Instant) {
            return model.correct_kind(ticket, staff);
        });
}

Job Maker::take_back()
{
    return handle("takes back from check", desk::take_back,
                  [](Model& model, Number ticket, Number staff, Instant now) {
                      return model.take_back(ticket, staff, now);
                  });
}

Job Maker::settle()
{
    return handle("settles", desk::settle,
                  [](Model& model, Number ticket, Number staff, Instant now) {
                      return model.settle(ticket, staff, now);
                  });
}

Job Maker::hire()
{
    const std::array roles = {core::Role::staff, core::Role::staff, core::Role::manager,
                              core::Role::owner};
    const std::array branches = {"", "norwalk", "danbury"};
    core::Staff person{.id = {},
                       .name = "Staff " + std::to_string(dice_.below(1'000'000)),
                       .email = "",
                       .role = dice_.one_of(roles),
                       .branch = dice_.one_of(branches),
                       .away_until = {}};
    // Addresses in any letter case, and now and then that of a branch's manager.
    person.email =
        dice_.percent(20) ? "Nora@Dairy.example" : person.name.substr(6) + "@dairy.example";
    return {.words = person.name + " (" + std::string{core::to_text(person.role)} + ", " +
                     person.branch + ") is hired",
            .run =
                [=](Transaction& tx) {
                    if (storage::find_staff(tx, person.name))
                        return false;
                    storage::add_staff(tx, {person.name, person.email, person.role, person.branch});
                    return true;
                },
            .happened =
                [=](Model& model, Instant) {
                    for (const auto& colleague : model.staff)
                        if (colleague.name == person.name)
                            return false;
                    auto hired = person;
                    hired.id = {static_cast<std::int64_t>(model.staff.size()) + 1};
                    model.hire(hired);
                    return true;
                }};
}

Job Maker::dismiss()
{
    return {.words = name_of(staff_) + " is dismissed",
            .run =
                [id = model_.person(staff_).id](Transaction& tx) {
                    storage::disable_staff(tx, id);
                    return true;
                },
            .happened =
                [staff = staff_](Model& model, Instant) {
                    model.dismiss(staff);
                    return true;
                }};
}

} // namespace

std::optional<Job> make_job(const Action& action, const Model& model, House house, Instant now)
{
    auto job = Maker{action, model, std::move(house), now}.make(action.deed);
    if (job && Dice{seed_of(action.seed, 1)}.percent(fails_percent)) {
        job->fails = true;
        job->words += ", and it goes wrong after all was written";
    }
    return job;
}

} // namespace heard::simulation
