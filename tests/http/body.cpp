#include "http/body.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace heard::http;

namespace {

Head chunked_head()
{
    Head head;
    head.framing = Framing::chunked;
    return head;
}

Head head_of_length(std::uint64_t length)
{
    Head head;
    head.framing = Framing::length;
    head.length = length;
    return head;
}

/// What a chunked body gives when it arrives `step` bytes at a time: the kept bytes, or the status
/// of the refusal.
std::string read_chunked(std::string_view bytes, std::size_t step = 1 << 20)
{
    BodyReader reader(chunked_head(), {});
    std::string kept;
    while (!bytes.empty() && !reader.done()) {
        const auto taken = reader.take(bytes.substr(0, step), kept);
        if (!taken)
            return std::to_string(taken.error().status);
        bytes.remove_prefix(*taken);
    }
    if (!reader.done())
        return "unfinished";
    return kept + (bytes.empty() ? "" : " and then " + std::string(bytes));
}

} // namespace

TEST_CASE("a body of known length ends there, and the next request begins")
{
    BodyReader reader(head_of_length(5), {});
    std::string kept;
    CHECK(reader.take("he", kept).value() == 2);
    CHECK_FALSE(reader.done());
    CHECK(reader.take("lloGET /", kept).value() == 3);
    CHECK(reader.done());
    CHECK(kept == "hello");
    CHECK_FALSE(reader.cut());
}

TEST_CASE("a request without a body takes nothing")
{
    BodyReader reader(Head{}, {});
    std::string kept;
    CHECK(reader.done());
    CHECK(reader.take("GET /", kept).value() == 0);
}

TEST_CASE("a chunked body is put together, however its bytes arrive")
{
    const std::string body = "5\r\nhello\r\n001;a=b;c=\"d\"\r\n \r\nA\r\n0123456789\r\n"
                             "0\r\nX-Trailer: dropped\r\n\r\nGET /";
    CHECK(read_chunked(body) == "hello 0123456789 and then GET /");
    CHECK(read_chunked(body, 1) == "hello 0123456789 and then GET /");
    CHECK(read_chunked(body, 3) == "hello 0123456789 and then GET /");
    CHECK(read_chunked("0\r\n\r\n") == "");
}

TEST_CASE("a chunked body that is not strictly one is refused")
{
    for (const auto* body : {"x\r\n",
                             "\r\n",
                             "-1\r\n",
                             "+5\r\n",
                             "0x5\r\n",
                             "5 \r\n",
                             " 5\r\n",
                             "5\n",
                             "5\r\r\n",
                             "123456789\r\n",
                             "ffffffffffffffff\r\n",
                             "2\r\nabc\r\n",
                             "2\r\nab\n",
                             "2\r\nabX\r\n",
                             "0\r\nfolded: a\r\n b\r\n\r\n",
                             "0\r\nno colon\r\n\r\n",
                             "0\r\nX: a\n\r\n",
                             "0\r\n\n",
                             "5;a\rb\r\nhello",
                             "5;\x01\r\nhello",
                             "0\r\nX : a\r\n\r\n"})
        CHECK_MESSAGE(read_chunked(body) == "400", body);
}

TEST_CASE("a chunked body that breaks off is not finished")
{
    CHECK(read_chunked("5\r\nhel") == "unfinished");
    CHECK(read_chunked("5\r\nhello\r\n0\r\n") == "unfinished");
}

TEST_CASE("trailers and chunk extensions are capped, one by one and all together")
{
    CHECK(read_chunked("0\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n") == "400");
    CHECK(read_chunked("0\r\nX: " + std::string(70'000, 'x'), 100) == "400");
    CHECK(read_chunked("5;x=" + std::string(70'000, 'x') + "\r\nhello") == "400");

    std::string trailers = "0\r\n";
    std::string extensions;
    for (int i = 0; i < 1000; ++i) {
        trailers += "X: 12345\r\n";
        extensions += "1;ext=12345\r\nx\r\n";
    }
    CHECK(read_chunked(trailers + "\r\n") == "400");
    CHECK(read_chunked(extensions + "0\r\n\r\n") == "400");
}

TEST_CASE("of a body that is too long the beginning is kept, and the rest read and dropped")
{
    BodyReader reader(head_of_length(20), {.kept = 8, .read = 100});
    std::string kept;
    CHECK(reader.take("0123456789", kept).value() == 10);
    CHECK(reader.take("0123456789", kept).value() == 10);
    CHECK(reader.done());
    CHECK(reader.cut());
    CHECK(kept == "01234567");
}

TEST_CASE("a body of exactly the limit is not cut")
{
    BodyReader reader(head_of_length(8), {.kept = 8, .read = 100});
    std::string kept;
    CHECK(reader.take("01234567", kept).value() == 8);
    CHECK(reader.done());
    CHECK_FALSE(reader.cut());
}

TEST_CASE("reading ends when a body goes beyond all measure")
{
    BodyReader reader(head_of_length(1'000'000'000), {.kept = 8, .read = 100});
    std::string kept;
    const std::string bytes(101, 'x');
    REQUIRE(reader.take(bytes, kept));
    CHECK(reader.done());
    CHECK(reader.cut());
}
