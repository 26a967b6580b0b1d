#include "http/accept_language.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace heard::http;

namespace {

const std::vector<std::string> offered = {"en", "de", "fr", "pt-BR", "ar"};

std::string_view found(std::string_view range)
{
    return look_up_language(range, offered);
}

std::string_view best(std::string_view header)
{
    return accepted_language(header, offered);
}

} // namespace

TEST_CASE("a range finds the longest of its beginnings that is offered")
{
    CHECK(found("de") == "de");
    CHECK(found("DE-ch-1996") == "de");
    CHECK(found("pt-br-x-private") == "pt-BR");
    CHECK(found("fr-x-a-b") == "fr");
    CHECK(found("zh-Hant-TW").empty());
    CHECK(found("pt").empty()); // Longer than what was asked for is something else.
    CHECK(found("deu").empty());
    CHECK(found("*").empty());
    CHECK(found("").empty());
    CHECK(found("-").empty());
    CHECK(found("de-").empty() == false);
    CHECK(found("../../de").empty());
}

TEST_CASE("the highest weight wins, and of equals the first")
{
    CHECK(best("de") == "de");
    CHECK(best("fr;q=0.5, de;q=0.8, en;q=0.7") == "de");
    CHECK(best("fr, de") == "fr");
    CHECK(best("de-CH, fr;q=0.9") == "de");
    CHECK(best("pl, tr;q=0.9, ar;q=0.1") == "ar");
    CHECK(best("de;q=0.999, en;q=1.000") == "en");
    CHECK(best(" fr ; q=0.2 ,\tde\t;\tQ=0.3 ") == "de");
}

TEST_CASE("what a reader will not have is not forced on them")
{
    CHECK(best("de;q=0, fr;q=0.1") == "fr");
    CHECK(best("de;q=0.000").empty());
    CHECK(best("tlh, *;q=0.5").empty());
    CHECK(best("").empty());
}

TEST_CASE("a header that is none is passed over piece by piece")
{
    CHECK(best("de;q=2, fr;q=0.1") == "fr");
    CHECK(best("de;q=, de;q=., de;q=1.1, de;q=0.1234, de;q=-1, de;x=1, fr") == "fr");
    CHECK(best(",,;,;q=1,=,fr,") == "fr");
    CHECK(best(std::string(8000, ',')).empty());
    CHECK(best(std::string(8000, '-')).empty());
}
