#include "site/staff_news.hpp"

#include "storage/staff.hpp"
#include "tests/site/staff_shop.hpp"
#include "tests/support/listener.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

using namespace std::chrono_literals;

/// A shop whose staff have a browser open.
struct Open : StaffShop
{
    /// Begins to listen, as a page does that knows of everything until now.
    struct Browser
    {
        Open& shop;
        Listener listener;
        http::Response response;
        bool ended = false;

        Browser(Open& at, const Person& person, const std::string& query)
            : shop{at}
            , listener{at.context}
            , response{at.look("/staff/news" + query, person)}
        {
            if (!response.stream)
                return;
            boost::asio::co_spawn(shop.context, response.stream(listener),
                                  [this](std::exception_ptr failed) {
                                      CHECK_FALSE(failed);
                                      ended = true;
                                  });
            shop.run_until([this] { return !listener.heard.empty(); });
        }
        ~Browser()
        {
            listener.go();
            if (response.stream)
                shop.run_until([this] { return ended; });
        }
        Browser(const Browser&) = delete;
        Browser& operator=(const Browser&) = delete;

        /// The next thing it hears.
        std::string next()
        {
            const auto before = listener.heard.size();
            shop.run_until([&] { return ended || listener.heard.size() > before; });
            return ended ? "" : listener.heard[before];
        }
    };

    template <class Condition>
    void run_until(Condition condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!condition()) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            context.restart();
            context.run_one_for(1s);
        }
    }

    /// As a customer, through the form: the commit rings.
    std::string customer_sends(const std::string& words)
    {
        const auto path = customer_says({{"dislikes", words}});
        return "H-" + between(get(path).body, "H-", "<").substr(0, 6);
    }
};

/// The references in an event; "*" for everything.
std::string told(const std::string& event)
{
    const auto data = between(event, "data: ", "\n");
    return data.find(' ') == data.npos ? "" : data.substr(data.find(' ') + 1);
}

std::string name_of(const std::string& event)
{
    return between(event, "event: ", "\n");
}

} // namespace

TEST_CASE(
    "a page that staff have open hears which ticket is new, claimed and answered, and not more")
{
    Open shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_sends("The milk is sour.");
    Open::Browser browser{shop, anna, ""};
    CHECK(name_of(browser.listener.heard[0]) == "here");

    const auto second = shop.customer_sends("The bread is hard.");
    auto event = browser.next();
    CHECK(name_of(event) == "news");
    CHECK(told(event) == second);

    shop.send(ticket(first, "claim"), {{"mine", "yes"}}, anna);
    CHECK(told(browser.next()) == first);
    shop.send(ticket(first, "answer"), {{"text", "Fresh milk."}, {"seen", "0"}}, anna);
    CHECK(told(browser.next()) == first);
    CHECK(browser.listener.heard.size() == 4);
}

TEST_CASE("a browser that was away hears at once of what it has missed, once")
{
    Open shop;
    const auto anna = shop.hires("Anna");
    const auto page = shop.look("/staff", anna).body;
    const auto from = unescaped(between(page, "data-news=\"/staff/news", "\""));
    const auto missed = shop.customer_writes("The milk is sour.");
    Open::Browser browser{shop, anna, from};
    const auto event = browser.next();
    CHECK(told(event) == missed);
    Open::Browser again{shop, anna, "?seen=" + between(event, "id: ", "\n")};
    shop.customer_sends("The bread is hard.");
    CHECK(told(again.next()).find(missed) == std::string::npos);

    // A restored backup has fewer lines than somebody has seen.
    Open::Browser ahead{shop, anna, "?seen=1000000"};
    CHECK(told(ahead.next()) == "*");
}

TEST_CASE("what happens in another branch is told to nobody here")
{
    Open shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto diana = shop.hires("Diana", core::Role::staff, "danbury");
    const auto theirs = shop.customer_writes("Cold.", "danbury");
    const auto ours = shop.customer_writes("Hot.", "norwalk");
    Open::Browser norwalk{shop, norbert, ""};
    Open::Browser danbury{shop, diana, "?looks=" + theirs};
    shop.send(ticket(theirs, "claim"), {{"mine", "yes"}}, diana);
    CHECK(told(danbury.next()).find(theirs) != std::string::npos);
    shop.send(ticket(ours, "kind"), {{"kind", "praise"}}, norbert);
    CHECK(told(norwalk.next()) == ours);
    CHECK(norwalk.listener.heard.size() == 2);
}

TEST_CASE("who looks at a ticket is told to the others, until they close the page")
{
    Open shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    const auto sour = shop.customer_writes("The milk is sour.");
    Open::Browser annas{shop, anna, ""};
    {
        Open::Browser bens{shop, ben, "?looks=" + sour};
        const auto event = annas.next();
        CHECK(name_of(event) == "people");
        CHECK(told(event) == sour);
        CHECK(says(shop.look("/staff", anna), "Ben is looking"));
        CHECK(says(shop.look(ticket(sour), anna), "Ben is looking"));
        CHECK_FALSE(says(shop.look("/staff", ben), "Ben is looking"));
    }
    CHECK(told(annas.next()) == sour);
    CHECK_FALSE(says(shop.look("/staff", anna), "Ben is looking"));
}

TEST_CASE(
    "whoever comes to another branch hears nothing more of who is at the tickets of the old one")
{
    Open shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto anna = shop.hires("Anna");
    const auto ours = shop.customer_writes("Hot.", "norwalk");
    Open::Browser norberts{shop, norbert, ""};
    shop.in_database([&](storage::Transaction& tx) {
        tx.prepare("update staff set branch = 'danbury' where id = ?1").run(norbert.staff.id);
        return 0;
    });
    Open::Browser annas{shop, anna, "?looks=" + ours};
    CHECK(norberts.next() == "");
    CHECK(norberts.ended);
}

TEST_CASE("whoever saves a draft on a ticket that they have open is said to write")
{
    Open shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    const auto sour = shop.customer_writes("The milk is sour.");
    const Fields draft = {{"form", "answer"}, {"text", "We are sor"}, {"seen", "0"}};
    Open::Browser bens{shop, ben, "?looks=" + sour};
    shop.send(ticket(sour, "draft"), draft, ben);
    CHECK(says(shop.look("/staff", anna), "Ben is writing"));
    CHECK(says(shop.look(ticket(sour), anna), "Ben is writing"));
}

TEST_CASE("nobody is said to look at a ticket of another branch")
{
    Open shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto theirs = shop.customer_writes("Cold.", "danbury");
    Open::Browser browser{shop, norbert, "?looks=" + theirs + "+H-NOSUCH"};
    CHECK_FALSE(says(shop.look("/staff", shop.hires("Anna")), "is looking"));
}

TEST_CASE("a session that is over hears no more, and a new one is not opened without it")
{
    Open shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    Open::Browser annas{shop, anna, ""};
    Open::Browser bens{shop, ben, ""};
    shop.send("/staff/sign-out", {}, anna);
    shop.run_until([&] { return annas.ended; });

    shop.in_database([&](storage::Transaction& tx) {
        storage::disable_staff(tx, ben.staff.id);
        return 0;
    });
    shop.customer_sends("The milk is sour.");
    shop.run_until([&] { return bens.ended; });
    CHECK(bens.listener.heard.size() == 1);
    CHECK(shop.look("/staff/news", anna).status == 204);
}

} // namespace heard::site
