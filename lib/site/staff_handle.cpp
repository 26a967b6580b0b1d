#include "site/staff_handle.hpp"

#include "desk/handle.hpp"
#include "http/form.hpp"
#include "site/site.hpp"
#include "site/staff_ticket.hpp"
#include "text/utf8.hpp"

#include <functional>

namespace heard::site {

namespace {

using desk::Handling;
using Result = std::expected<desk::Done, core::Problem>;
/// One verb of the desk with what its form said.
using Verb = std::function<Result(storage::Transaction&, const desk::House&, const Handling&)>;

http::Form form_of(const http::Request& request)
{
    return http::parse_form(request.header("Content-Type"), request.body, request.body_cut);
}

/// Does it and goes back to the ticket; or shows the ticket with what is wrong and what was
/// written.
http::Awaitable<http::Response> handle(Site& site, Handling handling, Verb verb, Draft draft = {})
{
    auto job = [house = site.parts.house(), handling, verb = std::move(verb)](
                   storage::Transaction& tx) { return verb(tx, *house, handling); };
    auto result = co_await site.parts.store.write(std::move(job));
    if (result)
        co_return http::see_other(ticket_path(handling.reference));
    Refused refused{std::move(handling.reference), std::move(result.error()), std::move(draft)};
    co_return co_await page_again(site, std::move(handling.staff), std::move(refused));
}

Handling handling_of(core::Staff staff, const http::Request& request)
{
    return {std::move(staff), std::string{request.param("reference")}};
}

} // namespace

// None of these is a coroutine itself: each only names its verb.

http::Awaitable<http::Response> post_note(Site& site, core::Staff staff, http::Request request)
{
    const Draft draft{Draft::Form::note, text::tidied(form_of(request).get("text")), "", "", {}};
    const auto note = [text = draft.text](storage::Transaction& tx, const desk::House& house,
                                          const Handling& handling) {
        return desk::note(tx, house, handling, text);
    };
    return handle(site, handling_of(std::move(staff), request), note, draft);
}

http::Awaitable<http::Response> post_claim(Site& site, core::Staff staff, http::Request request)
{
    const bool mine = form_of(request).get("mine") != "no";
    const auto claim = [mine](storage::Transaction& tx, const desk::House& house,
                              const Handling& handling) {
        return desk::claim(tx, house, handling, mine);
    };
    return handle(site, handling_of(std::move(staff), request), claim);
}

http::Awaitable<http::Response> post_assign(Site& site, core::Staff staff, http::Request request)
{
    const auto assign = [name = text::tidied(form_of(request).get("name"))](
                            storage::Transaction& tx, const desk::House& house,
                            const Handling& handling) {
        return desk::assign(tx, house, handling, name);
    };
    return handle(site, handling_of(std::move(staff), request), assign);
}

http::Awaitable<http::Response> post_kind(Site& site, core::Staff staff, http::Request request)
{
    const auto correct = [kind = std::string{form_of(request).get("kind")}](
                             storage::Transaction& tx, const desk::House& house,
                             const Handling& handling) {
        return desk::correct_kind(tx, house, handling, kind);
    };
    return handle(site, handling_of(std::move(staff), request), correct);
}

http::Awaitable<http::Response> post_settle(Site& site, core::Staff staff, http::Request request)
{
    return handle(site, handling_of(std::move(staff), request), desk::settle);
}

http::Awaitable<http::Response> post_take_back(Site& site, core::Staff staff, http::Request request)
{
    return handle(site, handling_of(std::move(staff), request), desk::take_back);
}

} // namespace heard::site
