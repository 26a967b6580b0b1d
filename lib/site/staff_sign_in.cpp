#include "site/staff_sign_in.hpp"

#include "auth/password.hpp"
#include "desk/sign_in.hpp"
#include "site/faults.hpp"
#include "site/frame.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_session.hpp"
#include "site/staff_sign_in_turns.hpp"
#include "text/utf8.hpp"

namespace heard::site {

namespace {

using namespace std::chrono_literals;

/// What the sign-in page is filled with: never the password.
struct Tried
{
    std::string name;
    std::string next;
};

text::Data page_data(const desk::House& house, const Tried& tried)
{
    auto page = frame_of(house, house.words.say("sign_in.title"));
    page.set("name", tried.name);
    page.set("next", tried.next);
    return page;
}

http::Response page_again(const desk::House& house, const Tried& tried,
                          const core::Problem& problem)
{
    auto page = page_data(house, tried);
    add_problems(page, house.words, {problem});
    auto response = http::page(status_of(problem.kind),
                               text::render("pages/staff_sign_in.html", house.words, page));
    if (problem.kind == core::ProblemKind::unavailable)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    return response;
}

http::Response too_often(const desk::House& house, const Tried& tried, time::Micros wait)
{
    // Rounded up: who comes back when we said so gets in.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    auto response = page_again(house, tried,
                               {.kind = core::ProblemKind::too_many,
                                .phrase = "sign_in.throttled",
                                .field = "name",
                                .wait = std::chrono::ceil<std::chrono::minutes>(wait)});
    response.headers.push_back({"Retry-After", std::to_string(seconds.count())});
    return response;
}

http::Awaitable<std::optional<desk::Account>> find_account(Site& site, std::string name)
{
    auto find = [name = std::move(name)](storage::Transaction& tx) {
        return desk::find_account(tx, name);
    };
    co_return co_await site.parts.store.read(std::move(find));
}

/// Opens the session; a hash made at yesterday's cost is made anew with the password at hand.
http::Awaitable<std::expected<std::string, core::Problem>> open_session(Site& site,
                                                                        desk::Account account,
                                                                        std::string password)
{
    std::string renewed;
    if (auth::needs_rehash(account.password_hash)) {
        auto hashed = co_await site.parts.passwords.hash(std::move(password));
        if (hashed)
            renewed = std::move(*hashed);
    }
    auto open = [&entropy = site.parts.entropy, account = std::move(account),
                 renewed = std::move(renewed)](storage::Transaction& tx) {
        return desk::open_session(tx, account, entropy, renewed);
    };
    co_return co_await site.parts.store.write(std::move(open));
}

core::Problem wrong_password()
{
    return {core::ProblemKind::invalid, "sign_in.wrong", "name"};
}

} // namespace

http::Awaitable<http::Response> get_sign_in(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    const auto next = safe_next(http::query_value(request.query, "next").value_or(""));
    if (const auto staff = co_await staff_of(site, request))
        co_return http::see_other(next);
    const auto page = page_data(*house, {"", next});
    co_return http::page(200, text::render("pages/staff_sign_in.html", house->words, page));
}

http::Awaitable<http::Response> post_sign_in(Site& site, SignInTurns& turns, http::Request request)
{
    const auto house = site.parts.house();
    if (!is_posted_by_us(*house, request))
        co_return problem_page(*house, 403);
    const auto form = form_of(request);
    const Tried tried{text::tidied(form.get("name")), safe_next(form.get("next"))};

    const auto key = sign_in_key(request.address, tried.name);
    if (const auto wait = turns.take(key, site.parts.clock.now()); wait > 0s) {
        site.parts.log("site.sign_in_throttled", "");
        co_return too_often(*house, tried, wait);
    }

    auto account = co_await find_account(site, tried.name);
    auto hash = account ? account->password_hash : std::string{};
    std::string password{form.get("password")};
    auto checked = password;
    const auto good = co_await site.parts.passwords.verify(std::move(hash), std::move(checked));
    if (good && !*good) {
        site.parts.log("site.sign_in_refused", "");
        co_return page_again(*house, tried, wrong_password());
    }
    turns.give_back(key);
    if (!good)
        co_return page_again(*house, tried, good.error());
    turns.remember(key);

    auto person = std::move(*account);
    auto token = co_await open_session(site, std::move(person), std::move(password));
    if (!token)
        co_return page_again(*house, tried, token.error());
    site.parts.log("site.signed_in", "");
    auto response = http::see_other(tried.next);
    response.headers.push_back(session_cookie(*house, *token));
    co_return response;
}

http::Awaitable<http::Response> post_sign_out(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    if (!is_posted_by_us(*house, request))
        co_return problem_page(*house, 403);
    auto close = [token = session_token(*house, request)](storage::Transaction& tx) {
        return desk::close_session(tx, token);
    };
    const auto closed = co_await site.parts.store.write(std::move(close));
    if (!closed)
        co_return problem_page(*house, closed.error());
    site.parts.bell.ring(staff_topic); // What this session listens to has to end.
    auto response = http::see_other("/staff/sign-in");
    response.headers.push_back(session_cookie(*house, ""));
    co_return response;
}

} // namespace heard::site
