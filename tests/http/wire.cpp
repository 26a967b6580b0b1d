#include "http/wire.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("dates are written as HTTP wants them")
{
    CHECK(to_http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(to_http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST_CASE("every response carries the headers of the house, a date and its length")
{
    HeadWriter heads(std::vector<Header>{{"X-Content-Type-Options", "nosniff"}});
    for (const int status : {200, 303, 400, 500, 299}) {
        const auto head = heads.head_of(plain(status, "four"), Ending::open);
        CHECK(head.starts_with("HTTP/1.1 " + std::to_string(status) + " "));
        CHECK(head.find("\r\nX-Content-Type-Options: nosniff\r\n") != std::string::npos);
        CHECK(head.find("\r\nDate: ") != std::string::npos);
        CHECK(head.find("\r\nContent-Length: 4\r\n") != std::string::npos);
        CHECK(head.find("Connection:") == std::string::npos);
        CHECK(head.ends_with("\r\n\r\n"));
    }
}

TEST_CASE("responses that end with the head have no length")
{
    HeadWriter heads(std::vector<Header>{});
    for (const int status : {204, 304}) {
        Response response;
        response.status = status;
        CHECK(heads.head_of(response, Ending::open).find("Content-Length") == std::string::npos);
    }
}

TEST_CASE("what becomes of the connection is said")
{
    HeadWriter heads(std::vector<Header>{});
    const auto says = [&](Ending ending, const char* line) {
        return heads.head_of({}, ending).find(line) != std::string::npos;
    };
    CHECK(says(Ending::close, "\r\nConnection: close\r\n"));
    CHECK(says(Ending::open_said, "\r\nConnection: keep-alive\r\n"));
}

TEST_CASE("a header cannot break out of its line")
{
    HeadWriter heads(std::vector<Header>{});
    auto response = see_other("/x\r\nSet-Cookie: stolen=1");
    response.headers.push_back({"Bad Name", "x"});
    const auto head = heads.head_of(response, Ending::open);
    CHECK(head.find("stolen") == std::string::npos);
    CHECK(head.find("Bad Name") == std::string::npos);
}
