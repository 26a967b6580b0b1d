#include "core/reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace heard::core;

namespace {

bool is_good(std::string_view reference)
{
    constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    return reference.size() == 8 && reference.starts_with("H-") &&
           reference.find_first_not_of(digits, 2) == std::string_view::npos;
}

} // namespace

TEST_CASE("every ticket has a reference of its own that leads back to it")
{
    const References references{42};
    std::set<std::string> seen;
    bool all_good = true;
    bool all_lead_back = true;
    for (std::int64_t id = 1; id <= 100'000; ++id) {
        const auto reference = references.of({id});
        all_good = all_good && is_good(reference);
        all_lead_back = all_lead_back && references.ticket(reference) == TicketId{id};
        seen.insert(reference);
    }
    CHECK(all_good);
    CHECK(all_lead_back);
    CHECK(seen.size() == 100'000);
}

TEST_CASE("the last ticket number that fits leads back too")
{
    const References references{42};
    const TicketId last{(1 << 30) - 1};
    CHECK(references.ticket(references.of(last)) == last);
}

TEST_CASE("two houses call their tickets differently, and one house the same for ever")
{
    CHECK(References{42}.of({1}) != References{43}.of({1}));
    CHECK(References{42}.of({1}) == References{42}.of({1}));
    // Printed on letters that are out there: a change of the shuffle would lose them.
    CHECK(References{42}.of({1}) == "H-J81HJR");
}

TEST_CASE("neighbours look nothing alike, so that nobody counts our complaints")
{
    const References references{42};
    const auto one = references.of({1000});
    const auto next = references.of({1001});
    int same = 0;
    for (std::size_t i = 2; i < one.size(); ++i)
        same += one[i] == next[i];
    CHECK(same <= 2);
}

TEST_CASE("a reference is read as people write it")
{
    const References references{42};
    // A ticket whose code has both characters that are easily misread.
    std::int64_t id = 1;
    while (references.of({id}).find('0', 2) == std::string::npos ||
           references.of({id}).find('1', 2) == std::string::npos)
        ++id;
    const auto reference = references.of({id});
    const auto replaced = [&](char from, char to) {
        auto text = reference;
        std::replace(text.begin() + 2, text.end(), from, to);
        return text;
    };
    std::string lower = reference;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });

    const TicketId ticket{id};
    CHECK(references.ticket(lower) == ticket);
    CHECK(references.ticket(code_of(reference)) == ticket);
    CHECK(references.ticket(replaced('0', 'O')) == ticket);
    CHECK(references.ticket(replaced('0', 'o')) == ticket);
    CHECK(references.ticket(replaced('1', 'I')) == ticket);
    CHECK(references.ticket(replaced('1', 'l')) == ticket);
}

TEST_CASE("what is no reference names no ticket")
{
    const References references{42};
    for (const auto* junk : {"", "H-", "H-12345", "H-1234567", "H-12U456", "12 456", "H--12345",
                             "HH-123456", "H-1234\xc3\xa9", "-1", "../../"})
        CHECK_FALSE(references.ticket(junk));
    CHECK_FALSE(references.ticket(std::string(100'000, '1')));
    CHECK_FALSE(references.ticket(std::string_view{"H-123\0"
                                                   "56",
                                                   8}));
}
