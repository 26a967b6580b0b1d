// A shop with its pages and no sockets: a site over a database of its own, a clock that stands
// still until it is told to go on, and a browser that can only ask.
#pragma once

#include "auth/invoice_link.hpp"
#include "http/router.hpp"
#include "site/password_pool.hpp"
#include "site/site.hpp"
#include "storage/store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard::site {

/// Thread: any.
class ShopClock final : public time::Clock
{
public:
    time::Instant now() const override { return time::from_number(micros_); }
    void advance(time::Micros span) { micros_ += span.count(); }

private:
    /// 2026-11-21T12:00:00Z, a Saturday.
    std::atomic<std::int64_t> micros_ = 1'795'262'400'000'000;
};

/// A new directory that goes when the test goes.
class ShopDirectory
{
public:
    ShopDirectory()
        : path_{std::filesystem::temp_directory_path() /
                ("heard-site-" + std::to_string(std::random_device{}()))}
    {
        std::filesystem::create_directory(path_);
    }
    ~ShopDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ShopDirectory(const ShopDirectory&) = delete;
    ShopDirectory& operator=(const ShopDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// As a browser sends a form.
inline std::string urlencoded(const Fields& fields)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string body;
    const auto add = [&](std::string_view text) {
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            body += '%';
            body += hex[byte >> 4U];
            body += hex[byte & 15U];
        }
    };
    for (const auto& [name, value] : fields) {
        body += body.empty() ? "" : "&";
        add(name);
        body += '=';
        add(value);
    }
    return body;
}

/// What a browser makes of escaped text.
inline std::string unescaped(std::string_view html)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string text;
    while (!html.empty()) {
        std::size_t taken = 1;
        char c = html.front();
        for (const auto& [entity, meant] : entities)
            if (html.starts_with(entity)) {
                taken = entity.size();
                c = meant;
            }
        text += c;
        html.remove_prefix(taken);
    }
    return text;
}

/// The text between two marks, the first time they stand in a page; empty if they do not.
inline std::string between(std::string_view page, std::string_view from, std::string_view to)
{
    const auto start = page.find(from);
    if (start == page.npos)
        return {};
    page.remove_prefix(start + from.size());
    return std::string{page.substr(0, page.find(to))};
}

inline std::string textarea_in(std::string_view page, std::string_view name)
{
    const auto tag = between(page, "<textarea id=\"" + std::string{name} + "\"", "</textarea>");
    return unescaped(tag.substr(std::min(tag.size(), tag.find(">\n") + 2)));
}

inline std::string value_in(std::string_view page, std::string_view name)
{
    const auto tag = between(page, " name=\"" + std::string{name} + "\"", ">");
    return unescaped(between(tag, "value=\"", "\""));
}

inline std::string header_in(const http::Response& response, std::string_view name)
{
    for (const auto& header : response.headers)
        if (header.name == name)
            return header.value;
    return {};
}

class SiteShop
{
public:
    /// Settings a test wants to have otherwise are changed before the first request.
    explicit SiteShop(int submissions_per_hour = 0, std::size_t waiting_max = 4096)
        : store{context.get_executor(),
                clock,
                {.file = directory.path() / "heard.db",
                 .waiting_max = waiting_max,
                 .committed = [this](const storage::Wake& wake) { ring_for(wake); }}}
        , passwords{1}
        , site{parts_of(submissions_per_hour)}
    {
        house.business = "Stew's Dairy";
        house.owner = {"Stew Leonard", "stew@example.com"};
        house.sender = {"Stew's Dairy", "hello@example.com"};
        house.base_url = "https://dairy.example";
        house.branches = {{"norwalk", "Norwalk", ""}, {"danbury", "Danbury", ""}};
        house.invoice_keys = {{"A", std::string(32, 'a'), false},
                              {"B", std::string(32, 'b'), true}};
        house.promise.hours.zone = *time::Zone::find("Europe/Berlin");
        house.ladder.rungs = {
            {std::chrono::hours{0}, {{core::RecipientKind::owner, ""}}, std::nullopt, {}}};
        house.references = core::References{42};
        site.add_routes(router);
    }

    http::Response get(std::string path)
    {
        http::Request request;
        request.method = "GET";
        request.path = std::move(path);
        return ask(std::move(request));
    }

    http::Response get_with(std::string path, const Fields& fields)
    {
        http::Request request;
        request.method = "GET";
        request.path = std::move(path);
        request.query = urlencoded(fields);
        return ask(std::move(request));
    }

    http::Response post(std::string path, const Fields& fields)
    {
        return post_body(std::move(path), "application/x-www-form-urlencoded", urlencoded(fields));
    }

    http::Response post_body(std::string path, std::string type, std::string body, bool cut = false)
    {
        http::Request request;
        request.method = "POST";
        request.path = std::move(path);
        request.headers = {{"Content-Type", std::move(type)}};
        request.body = std::move(body);
        request.body_cut = cut;
        return ask(std::move(request));
    }

    http::Response ask(http::Request request)
    {
        request.address = address;
        if (!accept_language.empty())
            request.headers.push_back({"Accept-Language", accept_language});
        if (const auto mark = request.path.find('?'); mark != request.path.npos) {
            request.query = request.path.substr(mark + 1);
            request.path.resize(mark);
        }
        std::optional<http::Response> answer;
        std::exception_ptr failed;
        boost::asio::co_spawn(context, router.route(std::move(request)),
                              [&](std::exception_ptr thrown, http::Response response) {
                                  failed = thrown;
                                  answer = std::move(response);
                              });
        while (!answer)
            context.run_one();
        if (failed)
            std::rethrow_exception(failed);
        return std::move(*answer);
    }

    /// A job on the database, past all pages.
    template <class Job>
    auto in_database(Job job)
    {
        storage::Database database{directory.path() / "heard.db", storage::Access::write};
        return storage::in_one_transaction(database, clock.now(), std::move(job));
    }

    /// Opens a form, as a person does who then writes for a minute.
    std::string form_token(const std::string& path = "/")
    {
        const auto token = value_in(get(path).body, "form_token");
        clock.advance(std::chrono::minutes{1});
        return token;
    }

    /// Says something on the plain form and gives the path of the status page.
    std::string customer_says(Fields fields)
    {
        fields.emplace_back("form_token", form_token());
        return header_in(post("/submissions", fields), "Location");
    }

    ShopDirectory directory;
    ShopClock clock;
    auth::SystemEntropy entropy;
    desk::House house;
    std::vector<std::string> languages = {"en"};
    std::string address = "192.0.2.7"; ///< From which the browser asks.
    std::string accept_language;       ///< What the browser says with each request, or nothing.
    Photo photo;
    Health health;
    std::vector<std::string> log;
    http::Bell bell; ///< Outlives the streams that the context may still hold; so does the next.
    Presence presence{bell, clock};
    boost::asio::io_context context;
    /// Keeps the context from stopping for good between two requests.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        context.get_executor()};
    storage::Store store;
    PasswordPool passwords;
    http::Router router;
    Site site;

private:
    /// Thread: writer.
    void ring_for(const storage::Wake& wake)
    {
        boost::asio::post(context, [this, tickets = wake.tickets] {
            for (const auto ticket : tickets)
                bell.ring(ticket.value);
            bell.ring(staff_topic);
        });
    }

    Parts parts_of(int submissions_per_hour)
    {
        return {.store = store,
                .clock = clock,
                .entropy = entropy,
                .passwords = passwords,
                .bell = bell,
                .presence = presence,
                .house =
                    [this] {
                        return std::make_shared<const desk::House>(
                            desk::in_languages(house, languages));
                    },
                .photo = [this] { return std::make_shared<const Photo>(photo); },
                .health = [this] { return health; },
                .log =
                    [this](std::string_view event, std::string_view detail) {
                        log.push_back(std::string{event} + " " + std::string{detail});
                    },
                .submissions_per_hour_per_address = submissions_per_hour};
    }
};

} // namespace heard::site
