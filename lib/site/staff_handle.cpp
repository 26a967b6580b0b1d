#include "site/staff_handle.hpp"

#include "desk/acquaintance.hpp"
#include "desk/handle.hpp"
#include "desk/praise.hpp"
#include "site/faults.hpp"
#include "site/site.hpp"
#include "site/staff_session.hpp"
#include "site/staff_ticket.hpp"
#include "text/utf8.hpp"

#include <charconv>
#include <functional>

namespace heard::site {

namespace {

using desk::Handling;
using Result = std::expected<desk::Done, core::Problem>;
/// One verb of the desk with what its form said.
using Verb = std::function<Result(storage::Transaction&, const desk::House&, const Handling&)>;

/// What was posted, and by whom.
struct Posted
{
    Handling handling;
    http::Form form;
};

Posted posted_in(core::Staff staff, const http::Request& request)
{
    return {{std::move(staff), std::string{request.param("reference")}}, form_of(request)};
}

/// -1, which no link has, when it is none.
std::int64_t number_in(std::string_view text)
{
    std::int64_t number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

http::Awaitable<Result> do_it(Site& site, Handling handling, Verb verb)
{
    auto job = [house = site.parts.house(), handling = std::move(handling), verb = std::move(verb)](
                   storage::Transaction& tx) { return verb(tx, *house, handling); };
    co_return co_await site.parts.store.write(std::move(job));
}

/// The page it was done from, or the ticket's.
std::string way_back(const Posted& posted)
{
    const auto back = posted.form.get("back");
    return back.empty() ? ticket_path(posted.handling.reference) : safe_next(back);
}

/// As above, to the place on the page where it says what was done.
std::string way_back(const Posted& posted, std::string_view told)
{
    return told.empty() ? way_back(posted)
                        : ticket_path(posted.handling.reference) + "#" + std::string{told};
}

/// Does it and goes back; or shows the ticket with what is wrong and what was
/// written.
http::Awaitable<http::Response> handle(Site& site, Posted posted, Verb verb, Draft draft = {},
                                       std::string_view told = {})
{
    auto fault = fault_in(posted.form);
    if (!fault) {
        auto handling = posted.handling;
        auto result = co_await do_it(site, std::move(handling), std::move(verb));
        if (result)
            co_return http::see_other(way_back(posted, told));
        fault = fault_of(std::move(result.error()));
    }
    Refused refused{std::move(posted.handling.reference), std::move(*fault), std::move(draft)};
    co_return co_await page_again(site, std::move(posted.handling.staff), std::move(refused));
}

} // namespace

// None of these is a coroutine itself: each only names its verb.

http::Awaitable<http::Response> post_note(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const Draft draft{Draft::Form::note, text::tidied(posted.form.get("text")), "", "", {}};
    const auto note = [text = draft.text](storage::Transaction& tx, const desk::House& house,
                                          const Handling& handling) {
        return desk::note(tx, house, handling, text);
    };
    return handle(site, std::move(posted), note, draft);
}

http::Awaitable<http::Response> post_customer_note(Site& site, core::Staff staff,
                                                   http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const Draft draft{
        Draft::Form::customer_note, text::tidied(posted.form.get("text")), "", "", {}};
    const auto note = [text = draft.text](storage::Transaction& tx, const desk::House& house,
                                          const Handling& handling) {
        return desk::note_customer(tx, house, handling, text);
    };
    return handle(site, std::move(posted), note, draft);
}

http::Awaitable<http::Response> post_forget_customer_note(Site& site, core::Staff staff,
                                                          http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const auto forget = [note = number_in(posted.form.get("note"))](storage::Transaction& tx,
                                                                    const desk::House& house,
                                                                    const Handling& handling) {
        return desk::forget_customer_note(tx, house, handling, note);
    };
    return handle(site, std::move(posted), forget);
}

http::Awaitable<http::Response> post_claim(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const bool mine = posted.form.get("mine") != "no";
    const auto claim = [mine](storage::Transaction& tx, const desk::House& house,
                              const Handling& handling) {
        return desk::claim(tx, house, handling, mine);
    };
    return handle(site, std::move(posted), claim);
}

http::Awaitable<http::Response> post_assign(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const auto assign = [name = text::tidied(posted.form.get("name"))](storage::Transaction& tx,
                                                                       const desk::House& house,
                                                                       const Handling& handling) {
        return desk::assign(tx, house, handling, name);
    };
    return handle(site, std::move(posted), assign);
}

http::Awaitable<http::Response> post_kind(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const auto correct = [kind = std::string{posted.form.get("kind")}](storage::Transaction& tx,
                                                                       const desk::House& house,
                                                                       const Handling& handling) {
        return desk::correct_kind(tx, house, handling, kind);
    };
    return handle(site, std::move(posted), correct);
}

http::Awaitable<http::Response> post_settle(Site& site, core::Staff staff, http::Request request)
{
    return handle(site, posted_in(std::move(staff), request), desk::settle);
}

http::Awaitable<http::Response> post_void_link(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const auto make_void = [generation = number_in(posted.form.get("generation"))](
                               storage::Transaction& tx, const desk::House& house,
                               const Handling& handling) {
        return desk::void_link(tx, house, handling, generation);
    };
    return handle(site, std::move(posted), make_void);
}

http::Awaitable<http::Response> post_praise(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const auto pass = [name = text::tidied(posted.form.get("name"))](storage::Transaction& tx,
                                                                     const desk::House& house,
                                                                     const Handling& handling) {
        return desk::pass_praise(tx, house, handling, name);
    };
    return handle(site, std::move(posted), pass, {}, "praise-passed");
}

http::Awaitable<http::Response> post_set_aside(Site& site, core::Staff staff, http::Request request)
{
    auto posted = posted_in(std::move(staff), request);
    const Draft draft{Draft::Form::set_aside, text::tidied(posted.form.get("text")), "", "", {}};
    const auto set_aside = [reason = draft.text](storage::Transaction& tx, const desk::House& house,
                                                 const Handling& handling) {
        return desk::set_aside(tx, house, handling, reason);
    };
    return handle(site, std::move(posted), set_aside, draft);
}

http::Awaitable<http::Response> post_take_back(Site& site, core::Staff staff, http::Request request)
{
    return handle(site, posted_in(std::move(staff), request), desk::take_back);
}

} // namespace heard::site
