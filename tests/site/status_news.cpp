#include "support/site_shop.hpp"

#include "http/event_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

namespace heard::site {

namespace {

/// A browser that listens. It stays until it has heard as many pieces as it wants to.
class Listener final : public http::Stream
{
public:
    Listener(boost::asio::io_context& context, std::size_t wanted)
        : wanted_{wanted}
        , timer_{context}
    {}

    http::Awaitable<bool> send(std::string_view piece) override
    {
        heard.emplace_back(piece);
        co_return heard.size() < wanted_;
    }
    /// However short the time: what the bell does not say is not heard here.
    http::Awaitable<bool> sleep(std::chrono::milliseconds) override
    {
        asleep = true;
        timer_.expires_after(std::chrono::seconds{10});
        const auto [woken] =
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        asleep = false;
        co_return static_cast<bool>(woken);
    }
    void wake() override { timer_.cancel(); }

    std::vector<std::string> heard;
    bool asleep = false;

private:
    std::size_t wanted_;
    boost::asio::steady_timer timer_;
};

struct Opened : SiteShop
{
    std::string path = customer_says({{"dislikes", "The milk is sour."}});

    /// The stream of the page, as the page asks for it.
    http::Response listen(std::string query = {}, std::string last_event = {})
    {
        http::Request request;
        request.method = "GET";
        request.path = path + "/news";
        request.query = std::move(query);
        if (!last_event.empty())
            request.headers = {{"Last-Event-ID", std::move(last_event)}};
        return ask(std::move(request));
    }

    void tell(const http::Response& response, Listener& listener)
    {
        ended = false;
        boost::asio::co_spawn(context, response.stream(listener),
                              [this](std::exception_ptr failed) {
                                  CHECK_FALSE(failed);
                                  ended = true;
                              });
    }

    template <class Condition>
    void run_until(Condition condition)
    {
        while (!condition())
            context.run_one();
    }

    /// What the page itself says it has seen.
    std::string seen() { return between(get(path).body, "/news?seen=", "\""); }

    bool ended = false;
};

} // namespace

TEST_CASE("an open status page hears of it when something happens, and of nothing before")
{
    Opened shop;
    const auto response = shop.listen("seen=" + shop.seen());
    REQUIRE(response.status == 200);
    CHECK(header_in(response, "Content-Type") == "text/event-stream");
    Listener listener{shop.context, 2};
    shop.tell(response, listener);
    shop.run_until([&] { return listener.asleep; });
    REQUIRE(listener.heard.size() == 1);
    CHECK(listener.heard[0] == http::silence());

    shop.post(shop.path + "/messages", {{"text", "And the bread is hard."}});
    shop.run_until([&] { return shop.ended; });
    REQUIRE(listener.heard.size() == 2);
    CHECK(listener.heard[1] == "id: " + shop.seen() + "\nevent: news\ndata: \n\n");
}

TEST_CASE("a page that was away hears at once of what it has missed, and only of that")
{
    Opened shop;
    const auto before = shop.seen();
    shop.post(shop.path + "/messages", {{"text", "And the bread is hard."}});
    const auto after = shop.seen();
    REQUIRE(after != before);

    Listener behind{shop.context, 1};
    shop.tell(shop.listen("seen=" + before), behind);
    shop.run_until([&] { return shop.ended; });
    CHECK(behind.heard == std::vector<std::string>{"id: " + after + "\nevent: news\ndata: \n\n"});

    // The number of the last event counts for more than the one in the address, which is older.
    Listener back{shop.context, 1};
    shop.tell(shop.listen("seen=" + before, after), back);
    shop.run_until([&] { return shop.ended; });
    CHECK(back.heard == std::vector<std::string>{std::string{http::silence()}});
}

TEST_CASE("news of another customer's ticket wakes nobody")
{
    Opened shop;
    Listener listener{shop.context, 2};
    shop.tell(shop.listen("seen=" + shop.seen()), listener);
    shop.run_until([&] { return listener.asleep; });
    shop.customer_says({{"likes", "The cheese"}});
    shop.get("/"); // The bell of that one has rung by now.
    CHECK(listener.asleep);
    CHECK(listener.heard.size() == 1);
}

TEST_CASE("for a wrong link a browser stops asking")
{
    SiteShop shop;
    CHECK(shop.get("/t/WRONG/news").status == 204);
}

} // namespace heard::site
