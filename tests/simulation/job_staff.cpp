// What staff do with tickets and with themselves, but for replies.
#include "desk/call.hpp"
#include "desk/handle.hpp"
#include "desk/me.hpp"
#include "desk/merge.hpp"
#include "desk/praise.hpp"
#include "storage/staff.hpp"
#include "tests/simulation/broken.hpp"
#include "tests/simulation/maker.hpp"

#include <array>

namespace heard::simulation {

using storage::Transaction;

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
        [text](Model& model, Number ticket, Number staff, Instant now) {
            return model.note(ticket, staff, text, now);
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
    const auto colleague = somebody();
    return handle(
        "assigns to " + name_of(colleague),
        [name = name_of(colleague)](auto& tx, auto& house, auto& handling) {
            return desk::assign(tx, house, handling, name);
        },
        [colleague](Model& model, Number ticket, Number staff, Instant now) {
            return model.assign(ticket, staff, colleague, now);
        });
}

Job Maker::correct_kind()
{
    const std::array kinds = {core::Kind::praise, core::Kind::complaint, core::Kind::mixed,
                              core::Kind::other};
    const auto kind = dice_.one_of(kinds);
    return handle(
        "corrects the kind of",
        [kind](auto& tx, auto& house, auto& handling) {
            return desk::correct_kind(tx, house, handling, core::to_text(kind));
        },
        [kind](Model& model, Number ticket, Number staff, Instant) {
            return model.correct_kind(ticket, staff, kind);
        });
}

Job Maker::set_aside()
{
    const auto why = some_words();
    return handle(
        "sets aside",
        [why](auto& tx, auto& house, auto& handling) {
            return desk::set_aside(tx, house, handling, why);
        },
        [why](Model& model, Number ticket, Number staff, Instant now) {
            return model.set_aside(ticket, staff, why, now);
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

/// Now and then by a page that shows an older link.
Job Maker::void_link()
{
    auto generation = model_.ticket(ticket_).generation;
    if (generation > 0 && dice_.percent(20))
        --generation;
    return handle(
        "makes the link void of",
        [generation](auto& tx, auto& house, auto& handling) {
            return desk::void_link(tx, house, handling, generation);
        },
        [generation](Model& model, Number ticket, Number staff, Instant) {
            return model.void_link(ticket, staff, generation);
        });
}

Job Maker::pass_praise()
{
    const auto colleague = somebody();
    return handle(
        "passes praise to " + name_of(colleague) + " from",
        [name = name_of(colleague)](auto& tx, auto& house, auto& handling) {
            return desk::pass_praise(tx, house, handling, name);
        },
        [colleague](Model& model, Number ticket, Number staff, Instant) {
            return model.pass_praise(ticket, staff, colleague);
        });
}

/// Into any other ticket; now and then into itself.
Job Maker::merge()
{
    const auto first = ticket_;
    choose_ticket(true);
    const auto into = std::exchange(ticket_, first);
    return handle(
        "puts together with " + reference_of(into),
        [reference = reference_of(into)](auto& tx, auto& house, auto& handling) {
            return desk::merge(tx, house, handling, reference);
        },
        [into](Model& model, Number ticket, Number staff, Instant now) {
            return model.merge(ticket, staff, into, now);
        });
}

core::Submission Maker::new_call()
{
    auto said = new_submission();
    said.channel = core::Channel::phone;
    return said;
}

Job Maker::take_call(core::Submission said)
{
    auto receipt = std::make_shared<std::string>();
    const desk::Call call{model_.person(staff_), said};
    return {.words = name_of(staff_) + " writes down that a customer (" + said.contact +
                     ") says \"" + core::all_words(said) + "\"",
            .run =
                [=, house = house_](Transaction& tx) {
                    const auto result = desk::take_call(tx, *house, call);
                    if (result)
                        *receipt = result->reference;
                    return result.has_value();
                },
            .happened =
                [=, house = house_, staff = staff_](Model& model, Instant now) {
                    const auto ticket =
                        static_cast<std::int64_t>(model.take_call(staff, said, now));
                    if (ticket && *receipt != house->references.of({ticket}))
                        throw Broken{"the same form is one ticket", *receipt};
                    return ticket > 0;
                }};
}

/// For some hours or days, or back before that.
Job Maker::be_away()
{
    std::optional<Instant> until;
    if (dice_.percent(75))
        until = now_ + std::chrono::minutes{dice_.between(-30, 4 * 24 * 60)};
    return {.words = name_of(staff_) +
                     (until ? " is away until " + time::to_rfc3339(*until) : " is back"),
            .run = [until, staff = model_.person(staff_)](
                       Transaction& tx) { return desk::be_away(tx, staff, until).has_value(); },
            .happened = [until,
                         staff = staff_](Model& model,
                                         Instant now) { return model.be_away(staff, until, now); }};
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

} // namespace heard::simulation
