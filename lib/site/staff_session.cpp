#include "site/staff_session.hpp"

#include "auth/same_origin.hpp"
#include "desk/sign_in.hpp"
#include "http/awaitable.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"

#include <algorithm>
#include <cctype>

namespace heard::site {

namespace {

// As long as a session lives in the database, in seconds; the database has the last word.
constexpr int cookie_life_seconds = 30 * 24 * 60 * 60;

bool is_https(const desk::House& house)
{
    return house.base_url.starts_with("https://");
}

// With the prefix a browser refuses the cookie from anywhere but this host by https (RFC 6265bis
// §4.1.3.2); on loopback there is no https, and without it no prefix.
std::string_view cookie_name(const desk::House& house)
{
    return is_https(house) ? "__Host-heard" : "heard";
}

std::optional<std::string_view> only_header(const http::Request& request, std::string_view name)
{
    const auto value = request.header(name);
    return value.empty() ? std::nullopt : std::optional{value};
}

bool same_letters(std::string_view left, std::string_view right)
{
    const auto lower = [](unsigned char c) { return std::tolower(c); };
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// More than one of a header that tells the origin is somebody's trick.
bool comes_twice(const http::Request& request, std::string_view name)
{
    const auto is_it = [&](const http::Header& header) { return same_letters(header.name, name); };
    return std::ranges::count_if(request.headers, is_it) > 1;
}

/// The sign-in, and from there back to the page that was asked for. After a POST about a ticket: to
/// that ticket.
std::string sign_in_path(const http::Request& request)
{
    auto next = request.path;
    if (request.method == "POST" && next.starts_with("/staff/tickets/"))
        next = next.substr(0, next.rfind('/'));
    else if (request.method != "POST" && !request.query.empty())
        next += "?" + request.query;
    return "/staff/sign-in?next=" + query_text(safe_next(next));
}

/// Whatever somebody wrote into the first box of a form for staff, or into those of a call.
std::string first_words_in(const http::Form& form)
{
    std::string words;
    for (const auto* const field :
         {"text", "likes", "dislikes", "wishes", "name", "contact", "invoice"})
        if (const auto value = form.get(field); !value.empty())
            words += (words.empty() ? "" : "\n\n") + std::string{value};
    return words;
}

/// What somebody wrote, with the way back to where they did.
Kept words_in(const http::Request& request)
{
    if (request.method != "POST")
        return {};
    const auto form = form_of(request);
    return {first_words_in(form), std::string{form.get("done")}, sign_in_path(request),
            "refusal.way_sign_in"};
}

http::Response signed_out(const desk::House& house, const http::Request& request)
{
    const auto kept = words_in(request);
    if (kept.empty())
        return http::see_other(sign_in_path(request));
    auto page = problem_page(house, 401, kept);
    // RFC 9110 §15.5.2 wants a scheme; browsers ask for no password by one they do not know.
    page.headers.push_back({"WWW-Authenticate", "Session"});
    return page;
}

} // namespace

http::Awaitable<http::Response> only_for_staff(Site& site, StaffPage page, http::Request request)
{
    const auto house = site.parts.house();
    if (request.method == "POST" && !is_posted_by_us(*house, request))
        co_return problem_page(*house, 403, words_in(request));
    auto staff = co_await staff_of(site, request);
    if (!staff)
        co_return signed_out(*house, request);
    auto person = std::move(*staff);
    co_return co_await page(site, std::move(person), std::move(request));
}

http::Awaitable<std::optional<core::Staff>> staff_of(Site& site, const http::Request& request)
{
    const auto house = site.parts.house();
    auto token = session_token(*house, request);
    if (token.empty())
        co_return std::nullopt;
    auto whose = [token = std::move(token)](storage::Transaction& tx) {
        return desk::whose_session(tx, token);
    };
    co_return co_await site.parts.store.read(std::move(whose));
}

bool is_posted_by_us(const desk::House& house, const http::Request& request)
{
    for (const auto* const name : {"Sec-Fetch-Site", "Origin", "Referer"})
        if (comes_twice(request, name))
            return false;
    const auth::PostedFrom from{only_header(request, "Sec-Fetch-Site"),
                                only_header(request, "Origin"), only_header(request, "Referer"),
                                request.header("Host"), request.secure};
    return auth::same_origin(from, house.base_url);
}

std::string session_token(const desk::House& house, const http::Request& request)
{
    return std::string{request.cookie(cookie_name(house)).value_or("")};
}

http::Header session_cookie(const desk::House& house, std::string_view token)
{
    auto cookie = std::string{cookie_name(house)} + "=" + std::string{token};
    cookie += "; Path=/; HttpOnly; SameSite=Lax";
    cookie += "; Max-Age=" + std::to_string(token.empty() ? 0 : cookie_life_seconds);
    if (is_https(house))
        cookie += "; Secure";
    return {"Set-Cookie", std::move(cookie)};
}

std::string safe_next(std::string_view next)
{
    const auto path = next.substr(0, next.find('?'));
    const auto is_below = [&](std::string_view page) {
        return path == page || (path.starts_with(page) && path[page.size()] == '/');
    };
    const auto is_plain = [](unsigned char c) { return c > ' ' && c < 0x7f && c != '\\'; };
    const bool ours = is_below("/staff") || is_below("/owner");
    // The sign-in itself would be no place to arrive at.
    if (!ours || path == "/staff/sign-in" || path.find("..") != path.npos ||
        !std::ranges::all_of(next, is_plain))
        return "/staff";
    return std::string{next};
}

std::string query_text(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view plain = "-._~/";
    std::string encoded;
    for (const unsigned char c : text) {
        const bool kept = c < 0x80 && (std::isalnum(c) ||
                                       plain.find(static_cast<char>(c)) != std::string_view::npos);
        if (kept) {
            encoded += static_cast<char>(c);
            continue;
        }
        encoded += '%';
        encoded += hex[c >> 4];
        encoded += hex[c & 15];
    }
    return encoded;
}

} // namespace heard::site
