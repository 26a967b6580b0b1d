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

// Expected values from Python's hashlib.blake2b, after the description in the header.
TEST_CASE("anybody can make the links of a book anew from what its lines say")
{
    const auto first = link_after({}, submitted());
    CHECK(to_hex(first) == "eff6104ee56140a32dbb7f3425fd16fe15547d7688e981f6a53c9f738662f7ef");

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
          "75791d80ab38cc40326f305f3d5543ddbf0cb371382de9d75f6cc701c23be44a");
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
