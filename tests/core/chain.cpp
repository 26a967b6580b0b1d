#include "core/chain.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

using namespace heard;
using namespace heard::core;

namespace {

Digest words_of_a_complaint()
{
    Salt salt;
    for (unsigned char i = 0; i < salt.size(); ++i)
        salt[i] = i;
    return salted_digest(salt, {"", "The shoes came apart.", ""});
}

ChainedLine submitted()
{
    return {.number = 1,
            .at = time::from_number(1764000000000000),
            .what = "submitted",
            .ticket = TicketId{7},
            .entry = 0,
            .promise = {},
            .staff = {},
            .due_at = {},
            .words = words_of_a_complaint(),
            .detail = ""};
}

} // namespace

// Expected values from Python's hashlib and hmac, after the description in the header.
TEST_CASE("anybody can make the links of a book anew from what its lines say")
{
    const auto first = link_after({}, submitted());
    CHECK(to_hex(first) == "9d74f5e64b85c270b8527187ef1df21ba5b97fbedede6c7981d2f15431b516dd");

    const ChainedLine assigned{.number = 2,
                               .at = time::from_number(1764000000000000),
                               .what = "assigned",
                               .ticket = TicketId{7},
                               .entry = {},
                               .promise = PromiseId{3},
                               .staff = StaffId{2},
                               .due_at = time::from_number(1764086400000000),
                               .words = {},
                               .detail = "Bob\nBuilder"};
    CHECK(to_hex(link_after(first, assigned)) ==
          "068cba84c94710095a15b63a0598b183239eb6a9ebafb631b74a0229d444a854");
}

TEST_CASE("a link vouches for every value of its line, and for the link before it")
{
    using Change = std::function<void(ChainedLine&)>;
    const std::vector<Change> changes = {
        [](ChainedLine& line) { line.number = 2; },
        [](ChainedLine& line) { line.at += time::Micros{1}; },
        [](ChainedLine& line) { line.what = "promised"; },
        [](ChainedLine& line) { line.ticket = TicketId{8}; },
        [](ChainedLine& line) { line.entry = 1; },
        [](ChainedLine& line) { line.promise = PromiseId{1}; },
        [](ChainedLine& line) { line.staff = StaffId{1}; },
        [](ChainedLine& line) { line.due_at = line.at; },
        [](ChainedLine& line) { line.words.reset(); },
        [](ChainedLine& line) { line.detail = "x"; },
    };
    const auto link = link_after({}, submitted());
    for (const auto& change : changes) {
        auto line = submitted();
        change(line);
        CHECK(link_after({}, line) != link);
    }
    CHECK(link_after(link, submitted()) != link);
}
