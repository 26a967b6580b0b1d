// Who may use which page: every route of the site, for everybody there is, for a ticket of one's
// own branch, of another one and of none. The routes come from the router itself: one that stands
// in no line of the table below fails, so nobody gets in because nobody thought of it.

#include "storage/book.hpp"
#include "storage/photo.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

using namespace heard;
using namespace heard::site;

namespace {

/// Whom a route is for.
enum class For {
    anybody, ///< Nothing of it is secret.
    door,    ///< The way in and out: whoever stands before it sees nobody's ticket.
    link,    ///< Whoever has the customer's link; who is signed in without it is nobody.
    staff,   ///< All who are signed in; a page of many tickets shows those of one's branch alone.
    ticket,  ///< Those of them who may see that ticket; for others there is no such ticket.
    open,    ///< What the pages of all who are signed in listen to; without a session 204.
    numbers, ///< Managers and owners.
};

const std::map<std::string, For> expected = {
    {"GET /", For::anybody},
    {"GET /b/{branch}", For::anybody},
    {"GET /B/{branch}", For::anybody},
    {"GET /F", For::anybody},
    {"GET /f", For::anybody},
    {"GET /F/{link}", For::anybody},
    {"GET /f/{link}", For::anybody},
    {"POST /submissions", For::anybody},
    {"GET /photos/{token}/{number}", For::link},
    {"GET /t/{token}", For::link},
    {"GET /t/{token}/news", For::link},
    {"GET /t/{token}/photos/{number}", For::link},
    {"GET /t/{token}/copy.json", For::link},
    {"GET /t/{token}/erase", For::link},
    {"POST /t/{token}/erase", For::link},
    {"POST /t/{token}/messages", For::link},
    {"POST /t/{token}/verdict", For::link},
    {"GET /staff/sign-in", For::door},
    {"POST /staff/sign-in", For::door},
    {"POST /staff/sign-out", For::door},
    {"GET /staff/set-up/{token}", For::door},
    {"POST /staff/set-up/{token}", For::door},
    {"GET /staff", For::staff},
    {"GET /staff/call", For::staff},
    {"POST /staff/call", For::staff},
    {"GET /staff/call/{reference}", For::ticket},
    {"GET /staff/kind-words", For::staff},
    {"GET /staff/news", For::open},
    {"GET /staff/tickets/{reference}", For::ticket},
    {"GET /staff/tickets/{reference}/photos/{number}", For::ticket},
    {"POST /staff/tickets/{reference}/answer", For::ticket},
    {"POST /staff/tickets/{reference}/hold", For::ticket},
    {"POST /staff/tickets/{reference}/draft", For::ticket},
    {"POST /staff/tickets/{reference}/undo", For::ticket},
    {"POST /staff/tickets/{reference}/note", For::ticket},
    {"POST /staff/tickets/{reference}/customer-note", For::ticket},
    {"POST /staff/tickets/{reference}/forget-customer-note", For::ticket},
    {"POST /staff/tickets/{reference}/claim", For::ticket},
    {"POST /staff/tickets/{reference}/assign", For::ticket},
    {"POST /staff/tickets/{reference}/kind", For::ticket},
    {"POST /staff/tickets/{reference}/settle", For::ticket},
    {"POST /staff/tickets/{reference}/void-link", For::ticket},
    {"POST /staff/tickets/{reference}/merge", For::ticket},
    {"POST /staff/tickets/{reference}/praise", For::ticket},
    {"POST /staff/tickets/{reference}/set-aside", For::ticket},
    {"POST /staff/tickets/{reference}/take-back", For::ticket},
    {"GET /staff/me", For::staff},
    {"POST /staff/me/away", For::staff},
    {"POST /staff/me/keys", For::staff},
    {"GET /owner", For::numbers},
    {"GET /static/heard.css", For::anybody},
    {"GET /static/heard.js", For::anybody},
    {"GET /static/reply.js", For::anybody},
    {"GET /static/staff.js", For::anybody},
    {"GET /static/favicon.svg", For::anybody},
    {"GET /static/icon-192.png", For::anybody},
    {"GET /static/icon-512.png", For::anybody},
    {"GET /manifest.webmanifest", For::anybody},
    {"GET /favicon.ico", For::anybody},
    {"GET /owner-photo", For::anybody},
    {"GET /livez", For::anybody},
    {"GET /readyz", For::anybody},
};

/// Everybody there is. Norwalk is the branch of some; the tickets are Norwalk's, Danbury's and
/// nobody's.
struct Everybody
{
    explicit Everybody(StaffShop& shop)
        : all{nobody,
              shop.hires("Norbert", core::Role::staff, "norwalk"),
              shop.hires("Nora", core::Role::manager, "norwalk"),
              shop.hires("Anna"),
              shop.hires("Max", core::Role::manager),
              shop.hires("Olga", core::Role::owner)}
    {}
    std::vector<Person> all;
};

constexpr std::array<const char*, 3> branches = {"norwalk", "danbury", ""};

bool is_signed_in(const Person& person)
{
    return !person.cookie.empty();
}

bool may_see(const Person& person, const std::string& branch)
{
    return is_signed_in(person) && core::may_see(person.staff, branch);
}

std::string words_of(const std::string& branch)
{
    return "Words for " + (branch.empty() ? "everybody" : branch);
}

/// A ticket to which all that can be done to one can be done: praised, by phone, with a photo.
std::string ticket_of(StaffShop& shop, const std::string& branch)
{
    core::Submission said;
    said.likes = words_of(branch);
    said.branch = branch;
    said.channel = core::Channel::phone;
    said.name = "Ann"; // The same customer, whose words of other branches stay there.
    said.contact = "ann@example.com";
    const auto reference = shop.writes(said);
    const auto id = shop.thread(reference).ticket.id;
    shop.in_database([&](storage::Transaction& tx) {
        const core::FormKey form{9, 9, 9};
        storage::add_draft(tx, form, {core::PictureKind::png, 1, 1, "picture"});
        storage::take_drafts(tx, form, id);
        return desk::Done{};
    });
    return reference;
}

/// With each capture filled in.
std::string path_of(std::string pattern, const std::string& reference, const std::string& token)
{
    const std::map<std::string, std::string> values = {{"{reference}", reference},
                                                       {"{token}", token},
                                                       {"{number}", "1"},
                                                       {"{branch}", "norwalk"},
                                                       {"{link}", "A.1.2"}};
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
        const auto name = pattern.substr(open, pattern.find('}') - open + 1);
        const auto known = values.find(name);
        pattern.replace(open, name.size(), known == values.end() ? "1" : known->second);
    }
    return pattern;
}

/// What every form wants, so that only the guard can be what keeps somebody out.
const Fields fields = {{"text", "Hello."},
                       {"done", ""},
                       {"seen", "99"},
                       {"mine", "yes"},
                       {"name", "Anna"},
                       {"kind", "mixed"},
                       {"until", "2026-11-23T12:00"},
                       {"generation", "0"},
                       {"likes", "Bread."},
                       {"channel", "phone"},
                       {"settled", "no"},
                       {"sure", "yes"},
                       {"remark", "Well."},
                       {"password", "a password that is long"}};

std::int64_t lines_in_book(StaffShop& shop)
{
    return shop.in_database([](storage::Transaction& tx) { return storage::book_head(tx).number; });
}

bool sends_to_sign_in(const http::Response& response)
{
    return response.status == 401 ||
           (response.status == 303 &&
            header_in(response, "Location").starts_with("/staff/sign-in"));
}

bool lets_in(const http::Response& response)
{
    return !sends_to_sign_in(response) && response.status != 403 && response.status != 404;
}

struct Case
{
    StaffShop& shop;
    const http::Router::Route& route;

    http::Response ask(const Person& person, const std::string& reference,
                       const std::string& token = "NOTHING",
                       const std::string& from = "same-origin")
    {
        return shop.ask_as(person, route.method, path_of(route.pattern, reference, token),
                           route.method == "POST" ? fields : Fields{}, from);
    }

    /// Asks, and wants nothing written by it and nothing of any ticket shown.
    http::Response ask_in_vain(const Person& person, const std::string& reference,
                               const std::string& from = "same-origin")
    {
        const auto before = lines_in_book(shop);
        auto response = ask(person, reference, "NOTHING", from);
        CHECK(lines_in_book(shop) == before);
        CHECK_FALSE(says(response, "Words for"));
        return response;
    }
};

void check_staff(Case one, const Person& person)
{
    if (!is_signed_in(person)) {
        CHECK(sends_to_sign_in(one.ask_in_vain(person, "H-000000")));
        return;
    }
    if (one.route.method == "POST")
        CHECK(one.ask_in_vain(person, "H-000000", "cross-site").status == 403);
    const auto response = one.ask(person, "H-000000");
    CHECK(lets_in(response));
    for (const auto* const branch : branches)
        if (!may_see(person, branch))
            CHECK_FALSE(says(response, words_of(branch)));
}

void check_ticket(Case one, const Person& person)
{
    for (const std::string branch : branches) {
        CAPTURE(branch);
        const auto reference = ticket_of(one.shop, branch);
        if (!is_signed_in(person))
            CHECK(sends_to_sign_in(one.ask_in_vain(person, reference)));
        else if (!may_see(person, branch))
            CHECK(one.ask_in_vain(person, reference).status == 404);
        else {
            if (one.route.method == "POST")
                CHECK(one.ask_in_vain(person, reference, "cross-site").status == 403);
            const auto response = one.ask(person, reference);
            CHECK(lets_in(response));
            for (const auto* const other : branches)
                if (!may_see(person, other))
                    CHECK_FALSE(says(response, words_of(other)));
        }
    }
}

void check_numbers(Case one, const Person& person)
{
    const auto response = one.ask_in_vain(person, "H-000000");
    if (!is_signed_in(person))
        CHECK(sends_to_sign_in(response));
    else
        CHECK(response.status == (person.staff.role == core::Role::staff ? 403 : 200));
}

void check_link(Case one, const Person& person)
{
    const auto status = one.ask_in_vain(person, "H-000000").status;
    CHECK((status == 404 || status == 204));
}

void check_open(Case one, const Person& person)
{
    CHECK(one.ask_in_vain(person, "H-000000").status == (is_signed_in(person) ? 200 : 204));
}

void check(Case one, For whom, const Person& person)
{
    switch (whom) {
    case For::anybody:
        CHECK_FALSE(sends_to_sign_in(one.ask(person, "H-000000")));
        return;
    case For::door:
        one.ask_in_vain(nobody, "H-000000");
        return;
    case For::link:
        return check_link(one, person);
    case For::staff:
        return check_staff(one, person);
    case For::ticket:
        return check_ticket(one, person);
    case For::open:
        return check_open(one, person);
    case For::numbers:
        return check_numbers(one, person);
    }
}

std::string name_of(const http::Router::Route& route)
{
    return route.method + " " + route.pattern;
}

} // namespace

TEST_CASE("every route says in the table of this file whom it is for, and no other is there")
{
    StaffShop shop;
    std::set<std::string> there;
    for (const auto& route : shop.router.routes()) {
        there.insert(name_of(route));
        if (!expected.contains(name_of(route)))
            FAIL_CHECK("nobody has said who may use it. Add to `expected` in "
                       "tests/site/access.cpp: {\""
                       << name_of(route) << "\", For::...},");
    }
    for (const auto& [name, whom] : expected) {
        CAPTURE(name);
        CHECK(there.contains(name));
    }
}

TEST_CASE("everybody gets through to what is for them, and to nothing else")
{
    StaffShop shop;
    const Everybody everybody{shop};
    for (const auto* const branch : branches)
        ticket_of(shop, branch);
    for (const auto& route : shop.router.routes()) {
        const auto known = expected.find(name_of(route));
        if (known == expected.end())
            continue;
        for (const auto& person : everybody.all) {
            INFO(name_of(route), " for ", person.staff.name, " (",
                 std::string{to_text(person.staff.role)}, ") of ", person.staff.branch);
            check({shop, route}, known->second, person);
        }
    }
}

TEST_CASE("a page of many tickets shows those of one's branch and of none, whatever is asked of it")
{
    StaffShop shop;
    const Everybody everybody{shop};
    for (const auto* const branch : branches)
        ticket_of(shop, branch);
    shop.tend_search();
    for (const auto* const target : {"/staff", "/staff?view=all", "/staff?view=praise",
                                     "/staff?q=Words", "/staff?q=danbury", "/staff/kind-words"})
        for (const auto& person : everybody.all) {
            if (!is_signed_in(person))
                continue;
            CAPTURE(target);
            CAPTURE(person.staff.name);
            const auto page = shop.look(target, person);
            CHECK(page.status == 200);
            if (!may_see(person, "danbury"))
                CHECK_FALSE(says(page, words_of("danbury")));
        }
}
