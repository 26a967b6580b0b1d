#include "http/gate.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace heard::http;

namespace {

std::expected<Head, Refusal> read(std::string_view lines)
{
    return read_head(std::string(lines) + "\r\n\r\n", {});
}

/// The status that a head with these lines gets; 200 if it passes.
int gets(std::string_view lines)
{
    const auto head = read(lines);
    return head ? 200 : head.error().status;
}

/// The same for a POST with these fields and a good Host.
int posting(std::string_view fields)
{
    return gets("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields));
}

} // namespace

TEST_CASE("a plain request passes the gate and is read")
{
    const auto head = read("POST /t/abc?x=1?2 HTTP/1.1\r\nhoSt:\tshop.example:8080 \r\n"
                           "Empty:\r\nContent-Length: 12");
    REQUIRE(head);
    CHECK(head->request.method == "POST");
    CHECK(head->request.path == "/t/abc");
    CHECK(head->request.query == "x=1?2");
    CHECK(head->request.header("host") == "shop.example:8080");
    CHECK(head->request.header("EMPTY").empty());
    CHECK(head->request.headers.size() == 3);
    CHECK(head->framing == Framing::length);
    CHECK(head->length == 12);
    CHECK(head->keep_alive);
    CHECK_FALSE(head->head_only);
}

TEST_CASE("HEAD is a GET whose answer has no body")
{
    const auto head = read("HEAD / HTTP/1.1\r\nHost: a");
    REQUIRE(head);
    CHECK(head->request.method == "GET");
    CHECK(head->head_only);
}

TEST_CASE("an empty line before the request line is forgiven, once")
{
    CHECK(gets("\r\nGET / HTTP/1.1\r\nHost: a") == 200);
    CHECK(gets("\r\n\r\nGET / HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("") == 400);
}

TEST_CASE("there is exactly one Host, and it names a host")
{
    CHECK(gets("GET / HTTP/1.1") == 400);
    CHECK(gets("GET / HTTP/1.0\r\nAccept: */*") == 400);
    CHECK(gets("GET / HTTP/1.1\r\nHost: a\r\nHost: b") == 400);
    CHECK(gets("GET / HTTP/1.1\r\nHost: a\r\nHost: a") == 400);
    for (const auto* host : {"", "a b", "a/b", "u@a", "a,b", "a:", "a:x", "a:123456", ":80", "[]",
                             "[::1", "[::1]x", "[::g]", "\xc3\xa4", "a:80:80", "a\"", "<a>"})
        CHECK_MESSAGE(gets("GET / HTTP/1.1\r\nHost: " + std::string(host)) == 400, host);
    for (const auto* host : {"a", "A.example", "127.0.0.1:8080", "[::1]", "[::1]:8080", "a_b-c.d"})
        CHECK_MESSAGE(gets("GET / HTTP/1.1\r\nHost: " + std::string(host)) == 200, host);
}

TEST_CASE("Transfer-Encoding is absent or exactly chunked")
{
    CHECK(posting("Transfer-Encoding: chunked") == 200);
    CHECK(posting("Transfer-Encoding: CHUNKED") == 200);
    CHECK(read("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked")->framing ==
          Framing::chunked);
    CHECK(posting("Transfer-Encoding: gzip") == 501);
    CHECK(posting("Transfer-Encoding: identity") == 501);
    CHECK(posting("Transfer-Encoding: xchunked") == 501);
    CHECK(posting("Transfer-Encoding: gzip, chunked") == 400);
    CHECK(posting("Transfer-Encoding: chunked, chunked") == 400);
    CHECK(posting("Transfer-Encoding: chunked, identity") == 400);
    CHECK(posting("Transfer-Encoding: chunked;q=1") == 400);
    CHECK(posting("Transfer-Encoding: \"chunked\"") == 400);
    CHECK(posting("Transfer-Encoding:") == 400);
    CHECK(posting("Transfer-Encoding: \vchunked") == 400);
    CHECK(posting("Transfer-Encoding : chunked") == 400);
    CHECK(posting("Transfer-Encoding\t: chunked") == 400);
    CHECK(posting("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked") == 400);
    CHECK(posting("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip") == 400);
}

TEST_CASE("Transfer-Encoding never comes with a Content-Length, nor with HTTP/1.0")
{
    CHECK(posting("Transfer-Encoding: chunked\r\nContent-Length: 5") == 400);
    CHECK(posting("Content-Length: 5\r\nTransfer-Encoding: chunked") == 400);
    CHECK(posting("Content-Length: 0\r\nTransfer-Encoding: gzip") == 400);
    CHECK(gets("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked") == 400);
}

TEST_CASE("Content-Length is there once, in 1 to 15 digits")
{
    CHECK(posting("Content-Length: 0") == 200);
    CHECK(posting("Content-Length: 007") == 200);
    CHECK(posting("Content-Length: 999999999999999") == 200);
    for (const auto* value :
         {"", "-1", "+1", "3,3", "3, 3", "3 3", "0x3", "3;", "abc", "1000000000000000",
          "18446744073709551617", "-123456789123456789123456789", "\"3\"", "3.0", "\xc2\xb3"})
        CHECK_MESSAGE(posting("Content-Length: " + std::string(value)) == 400, value);
    CHECK(posting("Content-Length: 3\r\nContent-Length: 3") == 400);
    CHECK(posting("Content-Length: 3\r\ncontent-length: 4") == 400);
}

TEST_CASE("no line is folded, and no field name has a blank or a stray character")
{
    CHECK(posting("X: a\r\n b") == 400);
    CHECK(posting("X: a\r\n\tTransfer-Encoding: chunked") == 400);
    CHECK(gets("GET / HTTP/1.1\r\n Host: a\r\nHost: a") == 400);
    CHECK(posting("X y: a") == 400);
    CHECK(posting(": a") == 400);
    CHECK(posting("no colon") == 400);
    CHECK(posting("X[]: a") == 400);
    CHECK(posting("X\xc3\xa4: a") == 400);
}

TEST_CASE("no bare CR, bare LF, NUL or other control character gets in")
{
    using namespace std::string_view_literals;
    for (const auto value : {"a\rb"sv, "a\nb"sv, "a\0b"sv, "a\x07"sv, "a\x7f"sv, "\ra"sv,
                             "a\nContent-Length: 5"sv, "a\r\r"sv}) {
        CHECK(posting("X: " + std::string(value)) == 400);
        CHECK(gets("GET /" + std::string(value) + " HTTP/1.1\r\nHost: a") == 400);
    }
    CHECK(posting("X: a\tb \xc3\xa4") == 200);
}

TEST_CASE("a line feed alone is refused before the head is whole")
{
    HeadFinder finder({});
    CHECK(finder.look("GET / HTTP/1.1\r\nHost: a\nX").error().status == 400);
    HeadFinder other({});
    CHECK(other.look("\n").error().status == 400);
}

TEST_CASE("targets are paths on this server")
{
    CHECK(gets("GET /a%20b?c|d={e} HTTP/1.1\r\nHost: a") == 200);
    for (const auto* target : {"http://a/", "https://a/", "*", "a", "a:80", "", "?x", "/a#b",
                               "/\xc3\xa4", "/a\tb", "/\x7f"})
        CHECK_MESSAGE(gets("GET " + std::string(target) + " HTTP/1.1\r\nHost: a") == 400, target);
    CHECK(gets("CONNECT a:443 HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("OPTIONS * HTTP/1.1\r\nHost: a") == 400);
}

TEST_CASE("the request line has three words and two blanks")
{
    CHECK(gets("GET  / HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("GET /  HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("GET / HTTP/1.1 \r\nHost: a") == 400);
    CHECK(gets(" GET / HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("GET\t/ HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("GET /\r\nHost: a") == 400);
    CHECK(gets("GET / \r\nHost: a") == 400);
    CHECK(gets("G(T / HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets(std::string(33, 'G') + " / HTTP/1.1\r\nHost: a") == 400);
    CHECK(gets("Extra lineGET / HTTP/1.1\r\nHost: a") == 400);
}

TEST_CASE("only HTTP/1.1 and HTTP/1.0 are spoken")
{
    CHECK(gets("GET / HTTP/1.0\r\nHost: a") == 200);
    for (const auto* version : {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9"})
        CHECK(gets("GET / " + std::string(version) + "\r\nHost: a") == 505);
    for (const auto* version :
         {"HTTP/1", "http/1.1", "HTTP/1.1x", "HTTP/11.1", "HTTP/1.x", "HTTQ/1.1"})
        CHECK(gets("GET / " + std::string(version) + "\r\nHost: a") == 400);
}

TEST_CASE("a connection stays open as HTTP/1.1 and HTTP/1.0 each have it")
{
    const auto stays = [](std::string_view lines) { return read(lines)->keep_alive; };
    CHECK(stays("GET / HTTP/1.1\r\nHost: a"));
    CHECK_FALSE(stays("GET / HTTP/1.0\r\nHost: a"));
    CHECK(stays("GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive"));
    CHECK_FALSE(stays("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close"));
    CHECK_FALSE(stays("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nConnection: keep-alive"));
}

TEST_CASE("100-continue is the only expectation")
{
    CHECK(read("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue")->expects_continue);
    CHECK_FALSE(read("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue")->expects_continue);
    CHECK(posting("Expect: the unexpected") == 417);
}

TEST_CASE("a head is found however its bytes arrive")
{
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    HeadFinder finder({});
    for (std::size_t size = 0; size < head.size(); ++size)
        CHECK(finder.look(std::string_view(head).substr(0, size)).value() == 0);
    CHECK(finder.look(head + "GET /next").value() == head.size());
}

TEST_CASE("a head has at most 8 KiB and 64 fields")
{
    const auto start = std::string("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    const auto fill = std::string(8192 - start.size() - 4, 'x');
    HeadFinder fits({});
    CHECK(fits.look(start + fill + "\r\n\r\n").value() == 8192);
    HeadFinder over({});
    CHECK(over.look(start + fill + "x\r\n\r\n").error().status == 431);
    HeadFinder endless({});
    CHECK(endless.look(start + fill + "xxxx").error().status == 431);
    HeadFinder line({});
    CHECK(line.look("GET /" + std::string(8192, 'x')).error().status == 414);

    std::string fields;
    for (int i = 0; i < 63; ++i)
        fields += "X: " + std::to_string(i) + "\r\n";
    CHECK(posting(fields + "X: last") == 431);
    CHECK(posting(fields.substr(0, fields.size() - 2)) == 200);
}
