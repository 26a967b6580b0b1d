#include "text/plural.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace heard::text;

namespace {

struct Case
{
    unsigned long long n;
    std::string_view form;
};

void check(std::string_view language, std::initializer_list<Case> cases)
{
    for (const auto& [n, form] : cases) {
        INFO(language, " ", n);
        CHECK(form_names[plural_form(language, n)] == form);
    }
}

} // namespace

TEST_CASE("English, German, Spanish and Turkish tell one from all others")
{
    for (const auto* language : {"en", "de", "es", "tr", "de-AT"})
        check(language, {{0, "other"}, {1, "one"}, {2, "other"}, {21, "other"}, {101, "other"}});
}

TEST_CASE("a language that is not known counts as English does")
{
    check("xx", {{0, "other"}, {1, "one"}, {2, "other"}});
    check("", {{1, "one"}, {std::numeric_limits<unsigned long long>::max(), "other"}});
}

TEST_CASE("in French nothing is singular")
{
    for (const auto* language : {"fr", "fr-CA"})
        check(language, {{0, "one"}, {1, "one"}, {2, "other"}, {100, "other"}});
}

TEST_CASE("Polish has a few and many, and its teens are many")
{
    check("pl", {{0, "many"},
                 {1, "one"},
                 {2, "few"},
                 {4, "few"},
                 {5, "many"},
                 {11, "many"},
                 {12, "many"},
                 {14, "many"},
                 {15, "many"},
                 {21, "many"},
                 {22, "few"},
                 {24, "few"},
                 {25, "many"},
                 {104, "few"},
                 {112, "many"},
                 {114, "many"},
                 {1002, "few"},
                 {1012, "many"}});
}

TEST_CASE("Arabic has six forms")
{
    check("ar", {{0, "zero"},
                 {1, "one"},
                 {2, "two"},
                 {3, "few"},
                 {10, "few"},
                 {11, "many"},
                 {99, "many"},
                 {100, "other"},
                 {102, "other"},
                 {103, "few"},
                 {110, "few"},
                 {111, "many"},
                 {1000, "other"}});
}
