#include "site/photos.hpp"

#include "auth/form_token.hpp"
#include "desk/thread.hpp"
#include "site/problems.hpp"
#include "storage/photo.hpp"

#include <charconv>
#include <utility>

namespace heard::site {

namespace {

/// A photo, and what it is called when somebody saves it.
struct Found
{
    storage::PhotoFile file;
    std::string name;
};

/// 0, which no photo has, for what is no number.
int number_in(const http::Request& request)
{
    const auto text = request.param("number");
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end ? number : 0;
}

std::optional<Found> found(std::optional<storage::PhotoFile> file, const std::string& of,
                           int number)
{
    if (!file)
        return std::nullopt;
    auto name = of + "-" + std::to_string(number) + "." +
                std::string{core::file_ending_of(file->media_type)};
    return Found{*std::move(file), std::move(name)};
}

std::optional<Found> find_on_ticket(storage::Transaction& tx,
                                    const std::optional<core::Ticket>& ticket, int number)
{
    if (!ticket)
        return std::nullopt;
    return found(storage::find_photo(tx, ticket->id, number), ticket->reference, number);
}

/// Checked when it came and named by us, it is still somebody's file: should a browser take it for
/// a page all the same, that page can do nothing.
http::Response response_of(const desk::House& house, std::optional<Found> photo)
{
    if (!photo)
        return problem_page(house, 404);
    http::Response response;
    response.headers = {{"Content-Type", std::move(photo->file.media_type)},
                        {"Content-Disposition", "inline; filename=\"" + photo->name + "\""},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"},
                        {"Cache-Control", "private, max-age=3600"},
                        {"X-Robots-Tag", "noindex"}};
    response.body = std::move(photo->file.bytes);
    return response;
}

} // namespace

http::Awaitable<http::Response> get_draft_photo(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    const auto token = auth::read_form_token(house->keys.form, request.param("token"));
    if (!token)
        co_return problem_page(*house, 404);
    auto look = [form = token->form_key, number = number_in(request)](storage::Transaction& tx) {
        return found(storage::find_draft(tx, form, number), "photo", number);
    };
    auto photo = co_await site.parts.store.read(std::move(look));
    co_return response_of(*house, std::move(photo));
}

http::Awaitable<http::Response> get_ticket_photo(Site& site, http::Request request)
{
    const auto house = site.parts.house();
    auto look = [house, token = std::string{request.param("token")},
                 number = number_in(request)](storage::Transaction& tx) {
        const auto ticket = desk::find_by_status_token(tx, *house, token);
        return find_on_ticket(tx, ticket ? std::optional{*ticket} : std::nullopt, number);
    };
    auto photo = co_await site.parts.store.read(std::move(look));
    co_return response_of(*house, std::move(photo));
}

http::Awaitable<http::Response> get_staff_photo(Site& site, core::Staff staff,
                                                http::Request request)
{
    const auto house = site.parts.house();
    auto look = [house, staff = std::move(staff),
                 reference = std::string{request.param("reference")},
                 number = number_in(request)](storage::Transaction& tx) {
        return find_on_ticket(tx, desk::find_itself_for_staff(tx, *house, staff, reference),
                              number);
    };
    auto photo = co_await site.parts.store.read(std::move(look));
    co_return response_of(*house, std::move(photo));
}

} // namespace heard::site
