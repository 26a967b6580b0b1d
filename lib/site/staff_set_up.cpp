#include "site/staff_set_up.hpp"

#include "auth/password.hpp"
#include "desk/sign_in.hpp"
#include "site/faults.hpp"
#include "site/frame.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_session.hpp"

namespace heard::site {

namespace {

core::Problem link_used()
{
    return {core::ProblemKind::not_found, "problem.link_used", ""};
}

http::Awaitable<std::optional<core::Staff>> whose_link(Site& site, std::string token)
{
    auto whose = [token = std::move(token)](storage::Transaction& tx) {
        return desk::whose_set_up_link(tx, token);
    };
    co_return co_await site.parts.store.read(std::move(whose));
}

text::Data page_data(const desk::House& house, const core::Staff& staff)
{
    const auto& words = house.words;
    auto page = frame_of(house, words.say("set_up.title", {{"name", staff.name}}));
    const auto min = std::to_string(auth::password_characters_min);
    page.set("hint", words.say("set_up.hint", {{"min", min}}));
    return page;
}

http::Response page_of(const desk::House& house, int status, const text::Data& page)
{
    return http::page(status, text::render("pages/staff_set_up.html", house.words, page));
}

http::Response page_again(const desk::House& house, const core::Staff& staff,
                          const core::Problem& problem)
{
    auto page = page_data(house, staff);
    add_problems(page, house.words, {problem});
    return page_of(house, status_of(problem.kind), page);
}

std::optional<core::Problem> problem_with(std::string_view password)
{
    const auto phrase = auth::problem_with_password(password);
    if (!phrase)
        return std::nullopt;
    return core::Problem{core::ProblemKind::invalid, std::string{*phrase}, "password"};
}

} // namespace

http::Awaitable<http::Response> get_set_up(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    std::string token{request.param("token")};
    const auto staff = co_await whose_link(site, std::move(token));
    if (!staff)
        co_return problem_page(*house, link_used());
    co_return page_of(*house, 200, page_data(*house, *staff));
}

http::Awaitable<http::Response> post_set_up(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    if (!is_posted_by_us(*house, request))
        co_return problem_page(*house, 403);
    // Before the password is hashed: strangers without a link must not cost us a hash.
    const std::string token{request.param("token")};
    auto asked = token;
    const auto staff = co_await whose_link(site, std::move(asked));
    if (!staff)
        co_return problem_page(*house, link_used());

    const auto form = form_of(request);
    std::string password{form.get("password")};
    if (const auto problem = problem_with(password))
        co_return page_again(*house, *staff, *problem);
    auto hash = co_await site.parts.passwords.hash(std::move(password));
    if (!hash)
        co_return page_again(*house, *staff, hash.error());

    auto set_up = [&entropy = site.parts.entropy, token, hash = std::move(*hash)](
                      storage::Transaction& tx) -> std::expected<std::string, core::Problem> {
        auto person = desk::set_up(tx, token, hash);
        if (!person)
            return std::unexpected{std::move(person.error())};
        return desk::open_session(tx, {std::move(*person), hash}, entropy);
    };
    const auto session = co_await site.parts.store.write(std::move(set_up));
    if (!session)
        co_return problem_page(*house, session.error());
    site.parts.log("site.set_up", "");
    auto response = http::see_other("/staff");
    response.headers.push_back(session_cookie(*house, *session));
    co_return response;
}

} // namespace heard::site
