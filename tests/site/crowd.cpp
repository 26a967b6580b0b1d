#include "site/crowd.hpp"

#include "storage/promise.hpp"
#include "storage/report.hpp"
#include "storage/ticket.hpp"
#include "support/site_shop.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

/// A shop in which one page after the other is asked for; its clock stands still between them.
struct Busy : SiteShop
{
    void says(const std::string& words, const std::string& invoice = "")
    {
        const auto token = value_in(get("/").body, "form_token");
        clock.advance(seconds{30});
        Fields fields{{"likes", words}, {"form_token", token}};
        if (!invoice.empty())
            fields.emplace_back("link", *auth::make_invoice_link(house.invoice_keys[0], invoice));
        const auto answer = post("/submissions", fields);
        CHECK(answer.status == 303);
        clock.advance(-seconds{29});
        ++said;
    }

    core::Ticket newest()
    {
        return in_database([this](storage::Transaction& tx) {
            return storage::find_ticket(tx, core::TicketId{said}).value();
        });
    }

    storage::QueueCounts counts()
    {
        return in_database([](storage::Transaction& tx) { return storage::queue_counts(tx, ""); });
    }

    using seconds = std::chrono::seconds;
    std::int64_t said = 0;
};

std::string advert(int number)
{
    return "Cheap watches from Geneva, order number " + std::to_string(number * 7919) +
           (number % 2 ? ", delivered tomorrow!" : ", delivered today!") + " Answer at once.";
}

/// No two of them have a sentence in common.
std::string something_of_their_own(int number)
{
    constexpr std::array who = {"My mother",    "The baker",     "A neighbour",
                                "Your cashier", "The young man", "Somebody"};
    constexpr std::array did = {"was patient with", "smiled at", "forgot about",
                                "found the right size for", "sang for"};
    constexpr std::array whom = {"the twins",      "an old gentleman", "our dog",  "my sister",
                                 "half the queue", "all of us",        "a tourist"};
    const auto at = static_cast<std::size_t>(number);
    return std::string{who[at % who.size()]} + " " + did[at % did.size()] + " " +
           whom[at % whom.size()];
}

} // namespace

TEST_CASE("of five hundred near-identical submissions from one /64 none is lost, each has its "
          "promise, and from some point on they are set aside")
{
    Busy shop;
    for (int number = 0; number < 500; ++number) {
        shop.address = "2001:db8:1:2::" + std::to_string(number);
        shop.says(advert(number));
    }
    CHECK(shop.newest().suspicion == "many_alike many_from_address");
    const auto counts = shop.counts();
    CHECK(counts.open + counts.to_check == 500); // By promises: one each.
    CHECK(counts.open <= 30);
    CHECK(shop.in_database([](storage::Transaction& tx) {
        return tx.prepare("select count(distinct ticket) from promise where state = 'open'")
            .value<int>();
    }) == 500);

    SUBCASE("whoever writes beside it is heard as ever")
    {
        shop.address = "192.0.2.99";
        shop.says("The watch that I bought here has stopped, and Geneva does not answer.");
        CHECK(shop.newest().suspicion.empty());
        SUBCASE("even from the same house")
        {
            shop.address = "2001:db8:1:2::1";
            shop.says("Your bread is the best in town.");
            CHECK(shop.newest().suspicion.empty());
        }
    }
    SUBCASE("an invoice link speaks for its customer")
    {
        shop.says(advert(1), "INV-1");
        CHECK(shop.newest().suspicion.empty());
    }
    SUBCASE("and not for a program that has got hold of one")
    {
        for (int number = 0; number < 20; ++number)
            shop.says(advert(number), "INV-2");
        CHECK(shop.newest().suspicion == "many_alike many_from_address");
    }
    SUBCASE("nor when its key is retired")
    {
        std::swap(shop.house.invoice_keys[0], shop.house.invoice_keys[1]);
        shop.says(advert(1), "INV-3");
        CHECK_FALSE(shop.newest().suspicion.empty());
    }
    SUBCASE("an hour later its words are forgotten")
    {
        shop.clock.advance(std::chrono::hours{1});
        shop.says(advert(1));
        CHECK(shop.newest().suspicion.empty());
    }
}

TEST_CASE("thirty guests of one shop's Wi-Fi are heard, with and without their invoices")
{
    Busy shop;
    for (int number = 0; number < 30; ++number)
        shop.says(something_of_their_own(number), "INV-" + std::to_string(number));
    for (int number = 0; number < 30; ++number)
        shop.says("And later: " + something_of_their_own(number + 30));
    CHECK(shop.counts().open == 60);
    CHECK(shop.counts().to_check == 0);
}

TEST_CASE("the same words from many addresses are a chorus, and welcome")
{
    Busy shop;
    for (int number = 0; number < 100; ++number) {
        shop.address = "192.0.2." + std::to_string(number);
        shop.says("Please bring the oat milk back!");
    }
    CHECK(shop.counts().to_check == 0);
}

TEST_CASE("a link excuses haste, and nothing else")
{
    SiteShop shop;
    const auto link = *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-7");
    const auto sends = [&](Fields fields) {
        fields.emplace_back("likes", "The eggs.");
        fields.emplace_back("link", link);
        const auto path = header_in(shop.post("/submissions", fields), "Location");
        CHECK(path.starts_with("/t/"));
        return shop.in_database([](storage::Transaction& tx) {
            const auto number = tx.prepare("select max(id) from ticket").value<std::int64_t>();
            return storage::find_ticket(tx, core::TicketId{number})->suspicion;
        });
    };
    const auto fresh = [&] { return value_in(shop.get("/").body, "form_token"); };
    CHECK(sends({{"form_token", fresh()}}).empty());
    CHECK(sends({}) == "no_token");
    CHECK(sends({{"form_token", fresh()}, {"website", "x"}}) == "hidden_field too_fast");
}

TEST_CASE("words of an hour ago, and all but the last thousand, are forgotten")
{
    const auto now = time::from_number(1'795'262'400'000'000);
    const auto same = text::outline_of({"Cheap watches from Geneva"});
    WordsLately words;
    for (int i = 0; i < 10; ++i)
        CHECK_FALSE(words.many_like(same, now));
    CHECK(words.many_like(same, now + std::chrono::minutes{59}));
    CHECK_FALSE(words.many_like(same, now + std::chrono::minutes{61}));

    for (int i = 0; i < 20; ++i)
        words.many_like(same, now);
    CHECK_FALSE(words.many_like(same, now - std::chrono::hours{2})); // The clock was set back.

    for (int i = 0; i < 20; ++i)
        words.many_like(same, now);
    CHECK(words.many_like(same, now));
    for (int i = 0; i < 1000; ++i)
        words.many_like(text::outline_of({"", std::string(8, static_cast<char>('a' + i % 26)) +
                                                  std::to_string(i)}),
                        now);
    CHECK_FALSE(words.many_like(same, now));
}

} // namespace heard::site
