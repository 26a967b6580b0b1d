// What customers do, by their form and by their link.
#include "desk/customer.hpp"
#include "desk/erase.hpp"
#include "desk/submit.hpp"
#include "tests/simulation/broken.hpp"
#include "tests/simulation/maker.hpp"

#include <array>

namespace heard::simulation {

using storage::Transaction;

namespace {

constexpr int old_link_percent = 20;

const std::array words = {"The shoes came apart.",  "The soup was cold.",
                          "Mary was so kind.",      "Nobody called back.",
                          "More bread on Sundays.", "The till was closed again."};
const std::array names = {"Ann", "Bob", "Cem", "Dora", ""};

} // namespace

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

/// What a colleague wrote down is sent again by a colleague, from their page.
Job Maker::same_form_again()
{
    auto said = submission_again();
    const bool was_call = said.channel == core::Channel::phone;
    return was_call && choose_staff() ? take_call(std::move(said)) : submit(std::move(said));
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
                    const auto ticket = static_cast<std::int64_t>(model.submit(said, now));
                    if (*receipt != house->references.of({ticket}))
                        throw Broken{"the same form is one ticket", *receipt};
                    return true;
                }};
}

template <class Verb, class Happened>
Job Maker::by_link(const std::string& what, Verb verb, Happened happened)
{
    auto generation = model_.ticket(ticket_).generation;
    const bool old = generation > 0 && dice_.percent(old_link_percent);
    generation -= old ? 1 : 0;
    core::Ticket row;
    row.reference = ticket_in_words();
    row.link_generation = generation;
    return {.words = "the customer of " + ticket_in_words() + " " + what +
                     (old ? ", by a link that is void" : ""),
            .run = [=, house = house_, token = house_->status_token(row)](
                       Transaction& tx) { return verb(tx, *house, token).has_value(); },
            .happened =
                [=, ticket = ticket_](Model& model, Instant now) {
                    return model.ticket(ticket).generation == generation &&
                           happened(model, ticket, now);
                }};
}

Job Maker::say_more()
{
    const auto text = some_words();
    return by_link(
        "adds \"" + text + "\"",
        [text](Transaction& tx, const desk::House& house, const std::string& token) {
            return desk::say_more(tx, house, token, text);
        },
        [text](Model& model, Number ticket, Instant now) {
            return model.say_more(ticket, text, now);
        });
}

Job Maker::give_verdict()
{
    const bool settled = dice_.percent(60);
    return by_link(
        settled ? "says that it is settled" : "says that it is not settled",
        [settled](Transaction& tx, const desk::House& house, const std::string& token) {
            return desk::give_verdict(tx, house, token, settled);
        },
        [settled](Model& model, Number ticket, Instant now) {
            return model.give_verdict(ticket, settled, now);
        });
}

Job Maker::erase()
{
    return by_link(
        "has it all erased",
        [](Transaction& tx, const desk::House& house, const std::string& token) {
            return desk::erase_words(tx, house, token);
        },
        [](Model& model, Number ticket, Instant now) { return model.erase(ticket, now); });
}

} // namespace heard::simulation
