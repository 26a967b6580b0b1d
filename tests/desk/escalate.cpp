#include "desk/escalate.hpp"

#include "desk/me.hpp"
#include "storage/house.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using core::RecipientKind;

namespace {

const std::string deputy = "deputy@dairy.example";

std::vector<desk::Receipt> customers_say(Shop& shop, int count)
{
    std::vector<desk::Receipt> tickets;
    for (int i = 1; i <= count; ++i) {
        tickets.push_back(shop.customer_says({.dislikes = "Complaint " + std::to_string(i)}));
        shop.clock.advance(1min);
    }
    return tickets;
}

/// A ladder of one rung, at the due time.
core::Ladder only(RecipientKind kind)
{
    return {{{0h, {{kind, ""}}, {}, {}}}};
}

struct Written
{
    std::int64_t escalations = 0;
    std::int64_t distinct = 0;
};

Written written_in(Shop& shop)
{
    return shop.in_transaction([](storage::Transaction& tx) {
        return Written{tx.prepare("select count(*) from escalation").value<std::int64_t>(),
                       tx.prepare("select count(*) from (select distinct promise, rung, turn, "
                                  "lower(recipient) from escalation)")
                           .value<std::int64_t>()};
    });
}

} // namespace

TEST_CASE("staff are warned before the due time, the owner hears at it, and again after it")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    const auto tag = "[" + ticket.reference + "] ";

    shop.let_pass(20h - 1us);
    CHECK(shop.letters().empty());
    shop.let_pass(1us);
    CHECK(subjects_of(shop.letters_to(shop.mary.email)) ==
          std::vector<std::string>{tag + "due in 4 h: \"The shoes came apart.\""});

    shop.let_pass(4h - 1us);
    CHECK(shop.letters_to(shop.owner).empty());
    shop.let_pass(1us);
    CHECK(subjects_of(shop.letters_to(shop.owner)) ==
          std::vector<std::string>{tag + "late as of now: \"The shoes came apart.\""});

    shop.let_pass(2h);
    CHECK(subjects_of(shop.letters_to(shop.owner)).back() ==
          tag + "2 h late: \"The shoes came apart.\"");
    CHECK(shop.letters_to(deputy).size() == 1);
    CHECK(shop.letters_to(shop.mary.email).size() == 1);
}

TEST_CASE("an escalation says what was promised, to whom, by when, and what they wrote in full")
{
    Shop shop;
    const std::string story = "The shoes came apart.\nOn the second day.\nIn the rain.";
    const auto ticket = shop.customer_says(
        {.likes = "The colour.", .dislikes = story, .name = "Ann", .contact = "0171 2345678"});
    shop.let_pass(24h);

    const auto letter = shop.letters_to(shop.owner).at(0);
    CHECK(letter.what == "escalation");
    CHECK(letter.text().starts_with(
        "Ann was promised an answer by Tuesday 24 November 2026, 09:00 CET. "
        "Stew's Dairy promised it on Monday 23 November 2026, 09:00 CET."));
    CHECK(letter.says("> The shoes came apart.\n> On the second day.\n> In the rain."));
    CHECK(letter.says("> The colour."));
    CHECK(letter.says("They can be reached at: 0171 2345678"));
    CHECK(letter.says("Nobody has taken this on."));
    CHECK(letter.says("https://dairy.example/staff/tickets/" + ticket.reference));
    CHECK(letter.header("Auto-Submitted") == "auto-generated");
    CHECK(shop.letters_to(shop.mary.email).at(0).what == "warning");
}

TEST_CASE("a promise that nobody kept is marked broken at its due time, not when somebody looked")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.clock.advance(31h);
    shop.climb();
    const auto promise = shop.promises(ticket)[0];
    CHECK(promise.state == core::PromiseState::open);
    CHECK(promise.broken_at == promise.due_at);
    CHECK(shop.book(ticket) == std::vector<std::string>{"submitted", "promised", "broken",
                                                        "escalated", "escalated", "escalated"});
}

TEST_CASE("each rung is told once, however often the round looks")
{
    Shop shop;
    shop.customer_says({.dislikes = "The shoes came apart."});
    shop.let_pass(24h);
    const auto letters = shop.letters().size();
    for (int look = 0; look < 5; ++look) {
        CHECK(shop.climb() == 0);
        shop.clock.advance(10min);
    }
    CHECK(shop.letters().size() == letters);
}

TEST_CASE("repeats keep quiet at night, the due time does not")
{
    Shop shop;
    shop.clock.set(berlin("2026-11-22 23:30"));
    shop.customer_says({.dislikes = "The shoes came apart."});
    // Due on Monday at 23:30; the first repeat would be at 01:30 and waits for seven o'clock.
    shop.let_pass(24h);
    CHECK(shop.letters_to(shop.owner).size() == 1);
    shop.let_pass(7h + 29min);
    CHECK(shop.letters_to(shop.owner).size() == 1);
    shop.let_pass(1min);
    CHECK(shop.letters_to(shop.owner).size() == 2);
    // Then at 09:30, 13:30, 17:30 and 21:30, and not before the next morning again.
    shop.let_pass(16h);
    CHECK(shop.letters_to(shop.owner).size() == 6);
    shop.let_pass(7h);
    CHECK(shop.letters_to(shop.owner).size() == 6);
    shop.let_pass(1h);
    CHECK(shop.letters_to(shop.owner).size() == 7);
}

TEST_CASE("after a day without a daemon there is one letter per person and promise")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.clock.advance(48h);
    shop.climb();

    CHECK(shop.letters_to(shop.mary.email).size() == 1);
    CHECK(subjects_of(shop.letters_to(shop.owner)) ==
          std::vector<std::string>{"[" + ticket.reference +
                                   "] 24 h late: \"The shoes came apart.\""});
    CHECK(shop.letters_to(deputy).size() == 1);
    // Each rung is in the books all the same: Mary one, the deputy one, the owner two.
    CHECK(written_in(shop).escalations == 4);
    shop.let_pass(30min);
    CHECK(shop.letters().size() == 3);
}

TEST_CASE("five promises at once are five letters")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::owner);
    customers_say(shop, 5);
    shop.clock.advance(25h);
    shop.climb();
    CHECK(shop.letters_to(shop.owner).size() == 5);
}

TEST_CASE("six promises at once are one letter with a table, what is due longest first")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::owner);
    const auto tickets = customers_say(shop, 6);
    shop.clock.advance(25h);
    CHECK(shop.climb() == 6);

    const auto letters = shop.letters_to(shop.owner);
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].subject() == "Stew's Dairy: 6 promises need somebody");
    std::size_t last = 0;
    for (const auto& ticket : tickets) {
        const auto at = letters[0].text().find("[" + ticket.reference + "] 1 h late");
        REQUIRE(at != std::string::npos);
        CHECK((at > last || last == 0));
        last = at;
        CHECK(letters[0].says("https://dairy.example/staff/tickets/" + ticket.reference));
    }
    CHECK(letters[0].says("Complaint 6"));
    CHECK(shop.climb() == 0);
}

TEST_CASE("the table is in order of due times, even when promises come up in another order")
{
    Shop shop;
    const auto tickets = customers_say(shop, 6);
    shop.clock.advance(25h);
    // The newest is looked at first: its turn to be looked at came earlier.
    shop.in_transaction([&](storage::Transaction& tx) {
        tx.prepare("update promise set look_again_at = -id").run();
        return 0;
    });
    shop.climb();
    const auto text = shop.letters_to(shop.owner).at(0).text();
    for (std::size_t i = 1; i < tickets.size(); ++i)
        CHECK(text.find(tickets[i - 1].reference) < text.find(tickets[i].reference));
}

TEST_CASE("one person's table does not keep another person from single letters")
{
    Shop shop;
    shop.house.ladder = {
        {{0h, {{RecipientKind::owner, ""}, {RecipientKind::manager, ""}}, {}, {}}}};
    for (int i = 0; i < 6; ++i)
        shop.customer_says({.dislikes = "Cold.", .branch = i == 0 ? "norwalk" : "danbury"});
    shop.clock.advance(24h);
    shop.climb();
    CHECK(shop.letters_to(shop.owner).size() == 1);
    const auto to_manager = shop.letters_to("nora@dairy.example");
    REQUIRE(to_manager.size() == 1);
    CHECK(to_manager[0].subject().ends_with("late as of now: \"Cold.\""));
}

TEST_CASE("a thousand and more promises of one night are all looked at")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::owner);
    for (int i = 0; i < 1200; ++i)
        shop.customer_says({.likes = "The bread."});
    shop.clock.advance(25h);
    const auto looked = shop.in_transaction(
        [&](storage::Transaction& tx) { return desk::escalate(tx, shop.house); });
    CHECK(looked.promises == 1000);
    CHECK(looked.more);
    CHECK(shop.climb() == 200);
    CHECK(shop.letters_to(shop.owner).size() == 2);
    CHECK(written_in(shop).escalations == 1200);
}

TEST_CASE("a rung for the assignee reaches the assignee, and for nobody's ticket the owner, who is "
          "told why")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::assignee);
    const auto claimed = shop.customer_says({.dislikes = "Cold."});
    const auto unclaimed = shop.customer_says({.dislikes = "Wet."});
    shop.staff_claims(claimed, shop.mary);
    shop.let_pass(24h);

    const auto to_mary = shop.letters_to(shop.mary.email);
    REQUIRE(to_mary.size() == 1);
    CHECK(to_mary[0].says("> Cold."));
    CHECK(to_mary[0].says("Mary has taken this on."));
    CHECK_FALSE(to_mary[0].says("straight to you"));

    const auto to_owner = shop.letters_to(shop.owner);
    REQUIRE(to_owner.size() == 1);
    CHECK(to_owner[0].says("> Wet."));
    CHECK(to_owner[0].says("This comes straight to you because nobody has taken it on"));
}

TEST_CASE("a rung for staff where nobody works goes to the owner, who is told why")
{
    Shop shop;
    shop.dismiss(shop.mary);
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(20h);
    const auto to_owner = shop.letters_to(shop.owner);
    REQUIRE(to_owner.size() == 1);
    CHECK(to_owner[0].subject().find("due in 4 h") != std::string::npos);
    CHECK(to_owner[0].says("the ladder names nobody here who could be told"));
}

TEST_CASE("a rung without recipients reaches the owner too")
{
    Shop shop;
    shop.house.ladder = {{{0h, {}, {}, {}}}};
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(24h);
    CHECK(shop.letters_to(shop.owner).size() == 1);
}

TEST_CASE("the owner is told why in a table too, wherever in it the reason is")
{
    Shop shop;
    shop.house.ladder = {{{0h, {{RecipientKind::manager, ""}}, {}, {}}}};
    shop.hire("Stew", core::Role::manager, "norwalk");
    shop.house.branches[0].manager_email.clear();
    shop.customer_says({.dislikes = "Cold.", .branch = "norwalk"});
    for (int i = 0; i < 5; ++i)
        shop.customer_says({.dislikes = "Wet.", .branch = "danbury"});
    shop.clock.advance(24h);
    shop.climb();
    const auto to_owner = shop.letters_to(shop.owner);
    REQUIRE(to_owner.size() == 1);
    CHECK(to_owner[0].says("the ladder names nobody here who could be told"));
}

TEST_CASE("two spellings of one address are one person, who is told once")
{
    Shop shop;
    shop.house.ladder = {{{0h,
                           {{RecipientKind::owner, ""},
                            {RecipientKind::address, "Stew@Dairy.Example"},
                            {RecipientKind::address, "deputy@dairy.example"},
                            {RecipientKind::address, "Deputy@dairy.example"}},
                           {},
                           {}}}};
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(24h);
    CHECK(shop.letters().size() == 2);
    CHECK(written_in(shop).escalations == 2);
}

TEST_CASE("two rungs that spell an address differently write one letter to it after a long night")
{
    Shop shop;
    shop.house.ladder = {{{0h, {{RecipientKind::address, "Deputy@dairy.example"}}, {}, {}},
                          {1h, {{RecipientKind::address, "deputy@dairy.example"}}, {}, {}}}};
    shop.customer_says({.dislikes = "Cold."});
    shop.clock.advance(30h);
    shop.climb();
    CHECK(shop.letters().size() == 1);
    CHECK(written_in(shop).escalations == 2);
}

TEST_CASE("a manager is who the settings name for the branch, and whoever has that role there")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::manager);
    shop.hire("Dan", core::Role::manager, "danbury");
    shop.hire("Gwen", core::Role::manager);
    shop.hire("Nick", core::Role::staff, "norwalk");
    shop.customer_says({.dislikes = "Cold.", .branch = "norwalk"});
    shop.let_pass(24h);
    CHECK(shop.letters_to("nora@dairy.example").size() == 1);
    CHECK(shop.letters_to("gwen@dairy.example").size() == 1);
    CHECK(shop.letters().size() == 2);

    shop.customer_says({.dislikes = "Wet.", .branch = "danbury"});
    shop.let_pass(24h);
    CHECK(shop.letters_to("dan@dairy.example").size() == 1);
    CHECK(shop.letters_to("gwen@dairy.example").size() == 2);
    CHECK(shop.letters().size() == 4);
}

TEST_CASE("staff of another branch are not warned")
{
    Shop shop;
    shop.hire("Nina", core::Role::staff, "norwalk");
    shop.hire("Dora", core::Role::staff, "danbury");
    shop.customer_says({.dislikes = "Cold.", .branch = "danbury"});
    shop.let_pass(20h);
    CHECK(shop.letters_to("dora@dairy.example").size() == 1);
    CHECK(shop.letters_to(shop.mary.email).size() == 1);
    CHECK(shop.letters_to("nina@dairy.example").empty());
}

TEST_CASE("an assignee who is also staff is warned once, and one who has left not at all")
{
    Shop shop;
    const auto gus = shop.hire("Gus");
    const auto ticket = shop.customer_says({.dislikes = "Cold."});
    shop.staff_claims(ticket, gus);
    shop.let_pass(20h);
    CHECK(shop.letters_to(gus.email).size() == 1);

    const auto next = shop.customer_says({.dislikes = "Wet."});
    shop.staff_claims(next, gus);
    shop.dismiss(gus);
    shop.let_pass(20h);
    CHECK(shop.letters_to(gus.email).size() == 1);
    CHECK(shop.letters_to(shop.mary.email).size() == 2);
}

TEST_CASE("an assignee who is away is not warned, but whoever is next; and when nobody is there, "
          "the owner")
{
    Shop shop;
    shop.house.ladder = only(RecipientKind::assignee);
    const auto gus = shop.hire("Gus");
    const auto go_away = [&](const core::Staff& staff) {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::be_away(tx, staff, tx.now() + 72h); });
    };
    shop.staff_claims(shop.customer_says({.dislikes = "Cold."}), gus);
    REQUIRE(go_away(gus));
    shop.let_pass(24h);
    CHECK(shop.letters_to(gus.email).empty());
    CHECK(shop.letters_to(shop.mary.email).size() == 1);
    CHECK(shop.letters_to(shop.owner).empty());

    shop.staff_claims(shop.customer_says({.dislikes = "Wet."}), gus);
    REQUIRE(go_away(shop.mary));
    shop.let_pass(24h);
    CHECK(shop.letters_to(shop.mary.email).size() == 1);
    REQUIRE(shop.letters_to(shop.owner).size() == 1);
    CHECK(shop.letters_to(shop.owner)[0].says("the ladder names nobody here who could be told"));

    shop.staff_claims(shop.customer_says({.dislikes = "Dark."}), gus);
    shop.let_pass(24h); // They are back.
    CHECK(shop.letters_to(gus.email).size() == 1);
}

TEST_CASE("praise climbs like anything else: whoever writes gets an answer")
{
    Shop shop;
    shop.customer_says({.likes = "The bread."});
    shop.let_pass(24h);
    CHECK(shop.letters_to(shop.owner).size() == 1);
}

TEST_CASE("a clock that is set back and forth tells nobody twice")
{
    Shop shop;
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(27h);
    const auto letters = shop.letters().size();
    const auto now = shop.clock.now();
    for (const auto jump : {-10h, -3h, -1h, 0h}) {
        shop.clock.set(now + jump);
        shop.in_transaction([&](storage::Transaction& tx) {
            tx.prepare("update promise set look_again_at = ?1").run(tx.now());
            return 0;
        });
        shop.climb();
    }
    CHECK(shop.letters().size() == letters);
}

TEST_CASE("a new ladder is looked at at once, and what was climbed stays climbed")
{
    Shop shop;
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(24h);
    const auto before = shop.letters().size();

    shop.clock.advance(90min);
    shop.house.ladder.rungs.insert(shop.house.ladder.rungs.begin() + 2,
                                   {1h, {{RecipientKind::address, deputy}}, {}, {}});
    const auto take_over = [&] {
        return shop.in_transaction([&](storage::Transaction& tx) {
            storage::set_ladder(tx, to_text(shop.house.ladder));
            return tx.wake();
        });
    };
    CHECK(take_over().promises_at == shop.clock.now());
    shop.climb();
    CHECK(shop.letters().size() == before + 1);
    CHECK(shop.letters_to(deputy).size() == 1);

    // The same settings again wake nobody.
    CHECK_FALSE(take_over().promises_at);
    CHECK(shop.climb() == 0);
}

TEST_CASE("new quiet hours do not tell again at seven what was told at ten")
{
    Shop shop;
    const auto nights = shop.house.ladder.rungs[2].quiet;
    shop.house.ladder = {{{2h, {{RecipientKind::owner, ""}}, {}, {}}}};
    shop.clock.set(berlin("2026-11-23 20:00"));
    shop.customer_says({.dislikes = "Cold."});
    shop.let_pass(26h);
    CHECK(shop.letters_to(shop.owner).size() == 1);

    shop.house.ladder.rungs[0].quiet = nights;
    shop.in_transaction([&](storage::Transaction& tx) {
        storage::set_ladder(tx, to_text(shop.house.ladder));
        return 0;
    });
    shop.let_pass(12h);
    CHECK(shop.letters_to(shop.owner).size() == 1);
}

TEST_CASE("every step of a long silence is written once, and says for when it was planned")
{
    Shop shop;
    customers_say(shop, 3);
    shop.let_pass(96h);
    const auto written = written_in(shop);
    CHECK(written.escalations == written.distinct);
    const auto lateness = shop.in_transaction([&](storage::Transaction& tx) {
        return storage::escalation_lateness(tx, shop.clock.now() - 200h);
    });
    CHECK(lateness.count == written.escalations);
    CHECK(lateness.written_worst == 0s);
    CHECK(lateness.undelivered == written.escalations);
}

TEST_CASE("the round is told when to look next, and that nothing waits")
{
    Shop shop;
    const auto look = [&] {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::escalate(tx, shop.house); });
    };
    CHECK_FALSE(look().look_again_at);
    const auto ticket = shop.customer_says({.dislikes = "Cold."});
    CHECK(look().look_again_at == shop.clock.now() + 20h);
    shop.staff_answers(ticket, "Here is a warm one.");
    CHECK_FALSE(look().look_again_at);
}
