#include "storage/praise.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

TEST_CASE("praise is kept once for each person and ticket, and read newest first")
{
    Rows rows;
    const auto anna = rows.hire("Anna");
    const auto bert = rows.hire("Bert");
    const auto first = rows.add_ticket({.likes = "The bread."});
    const auto second = rows.add_ticket({.likes = "The cheese."});
    const auto pass = [&](core::TicketId ticket, core::StaffId to) {
        rows.now += 1h;
        return rows.run([&](Transaction& tx) { return add_kind_word(tx, {ticket, to, anna}); });
    };
    CHECK(pass(first, bert));
    CHECK(pass(second, bert));
    CHECK_FALSE(pass(first, bert));
    CHECK(pass(first, anna));

    const auto berts = rows.run([&](Transaction& tx) { return kind_words_for(tx, bert, 10); });
    REQUIRE(berts.size() == 2);
    CHECK(berts[0].said.likes == "The cheese.");
    CHECK(berts[1].said.likes == "The bread.");
    CHECK(berts[1].passed_by == "Anna");
    CHECK(rows.run([&](Transaction& tx) { return kind_words_for(tx, bert, 1); }).size() == 1);
    CHECK(rows.run([&](Transaction& tx) { return who_had_praise(tx, first); }) ==
          std::vector<std::string>{"Anna", "Bert"});
}
