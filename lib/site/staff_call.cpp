#include "site/staff_call.hpp"

#include "auth/form_token.hpp"
#include "core/spoken_time.hpp"
#include "desk/call.hpp"
#include "desk/letters.hpp"
#include "desk/thread.hpp"
#include "site/customer_form.hpp"
#include "site/faults.hpp"
#include "site/form_page.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_session.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"
#include "text/qr.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace heard::site {

namespace {

/// The fields as they were filled in, so that they go back unchanged.
struct CallForm
{
    FormFields said; ///< No link: whoever calls has none at hand.
    std::string invoice;
    std::string channel = "phone";
    std::string language;
};

/// What the page is made from.
struct CallPage
{
    const desk::House& house;
    const Reader& reader;
    const CallForm& form;
};

CallForm form_in(const http::Form& sent)
{
    const auto field = [&](std::string_view name) { return text::tidied(sent.get(name)); };
    const FormFields said{field("likes"),
                          field("dislikes"),
                          field("wishes"),
                          field("name"),
                          field("contact"),
                          field("branch"),
                          {},
                          field("form_token")};
    return {said, field("invoice"), field("channel"), field("language")};
}

/// `form_token` becomes a new one if it is none of ours: it names this call, and the next try.
desk::Call call_of(Site& site, const desk::House& house, core::Staff staff, CallForm& form)
{
    auto& fields = form.said;
    auto token = auth::read_form_token(house.keys.form, fields.form_token);
    if (!token) {
        fields.form_token = fresh_form_token(site, house);
        token = auth::read_form_token(house.keys.form, fields.form_token);
    }
    core::Submission said;
    said.likes = fields.likes;
    said.dislikes = fields.dislikes;
    said.wishes = fields.wishes;
    said.name = fields.name;
    said.contact = fields.contact;
    said.invoice = form.invoice;
    said.branch = fields.branch;
    said.channel = core::channel_from(form.channel).value_or(core::Channel::web);
    said.language = std::ranges::count(house.languages, form.language) == 1
                        ? form.language
                        : house.words.language();
    said.form_key = token->form_key;
    return {std::move(staff), std::move(said)};
}

text::Data option(const std::string& value, const std::string& name, bool is_it)
{
    text::Data shown;
    shown.set("value", value);
    shown.set("name", name);
    shown.set("is_it", is_it);
    return shown;
}

void set_channels(text::Data& page, const CallPage& call)
{
    text::DataList channels;
    for (const std::string channel : {"phone", "counter"})
        channels.push_back(option(channel, call.house.words.say("staff.channel." + channel),
                                  call.form.channel == channel));
    page.set("channels", channels);
}

/// Whoever works for a branch has nothing to choose.
void set_branches(text::Data& page, const CallPage& call)
{
    const auto own = desk::branch_of_calls(call.house, call.reader.staff);
    if (!own.empty()) {
        page.set("own_branch", branch_name(call.house, own));
        return;
    }
    if (call.house.branches.empty())
        return;
    text::DataList branches = {
        option("", call.house.words.say("call.no_branch"), call.form.said.branch.empty())};
    for (const auto& branch : call.house.branches)
        branches.push_back(option(branch.code, branch.name, call.form.said.branch == branch.code));
    page.set("has_branches", true);
    page.set("branches", branches);
}

void set_languages(text::Data& page, const CallPage& call)
{
    const auto& house = call.house;
    const auto chosen = call.form.language.empty() ? house.words.language() : call.form.language;
    text::DataList languages;
    for (const auto& language : house.languages)
        languages.push_back(
            option(language, text::Words::of(language).say("language.name"), language == chosen));
    page.set("has_languages", languages.size() > 1);
    page.set("languages", languages);
}

text::Data page_data(const CallPage& call)
{
    auto page =
        staff_frame(call.house, call.reader, call.house.words.say("call.title"), "/staff/call");
    add_fields(page, call.form.said);
    page.set("invoice", call.form.invoice);
    set_channels(page, call);
    set_branches(page, call);
    set_languages(page, call);
    return page;
}

http::Response call_page(const CallPage& call)
{
    return http::page(200,
                      text::render("pages/staff_call.html", call.house.words, page_data(call)));
}

http::Response call_page_again(const CallPage& call, const Fault& fault)
{
    auto page = page_data(call);
    add_problems(page, call.house.words, {fault.problem});
    auto response =
        http::page(fault.status, text::render("pages/staff_call.html", call.house.words, page));
    if (fault.status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    return response;
}

std::string slip_path(std::string_view reference)
{
    return "/staff/call/" + query_text(reference);
}

/// What the slip says.
struct Slip
{
    core::Ticket ticket;
    core::Submission said;
    std::optional<core::Promise> promise;
    std::vector<Sent> sent; ///< By whoever reads this.
};

bool came_by_call(const core::Submission& said)
{
    return said.channel == core::Channel::phone || said.channel == core::Channel::counter;
}

std::optional<Slip> find_slip(storage::Transaction& tx, const desk::House& house,
                              const core::Staff& staff, const std::string& reference)
{
    auto ticket = desk::find_itself_for_staff(tx, house, staff, reference);
    if (!ticket)
        return std::nullopt;
    auto said = storage::get_submission(tx, ticket->id);
    if (!came_by_call(said))
        return std::nullopt;
    auto promise = storage::find_open_promise(tx, ticket->id);
    return Slip{std::move(*ticket), std::move(said), std::move(promise), sent_by(tx, house, staff)};
}

/// How the answer reaches them.
std::string next_word_told(const text::Words& words, const core::Submission& said)
{
    if (const auto email = desk::letters::email_in(said.contact))
        return words.say("call.mailed", {{"email", *email}});
    if (will_be_called(said))
        return words.say("call.call_back", {{"contact", said.contact}});
    return words.say("call.not_mailed");
}

/// For the colleague: what to say before the customer goes.
void set_spoken(text::Data& page, const desk::House& house, const Slip& slip)
{
    const auto& words = house.words;
    page.set("reference", slip.ticket.reference);
    if (slip.promise)
        page.set("due",
                 words.say("call.due", {{"due", core::moment_in_words(words, house.zone(),
                                                                      slip.promise->due_at)}}));
    page.set("next_word", next_word_told(words, slip.said));
}

/// For the customer, in their language: it can be cut out and handed over.
void set_paper(text::Data& page, const desk::House& speaking, const Slip& slip)
{
    const auto& words = speaking.words;
    const auto link = speaking.status_link(slip.ticket);
    const auto code = text::make_qr(link);
    page.set("paper_lang", words.language());
    page.set("paper_dir", std::string{words.direction()});
    page.set("paper_thanks",
             words.say("letter.received_thanks", {{"business", speaking.business}}));
    page.set("paper_reference",
             words.say("status.reference", {{"reference", slip.ticket.reference}}));
    if (slip.promise)
        page.set("paper_promise",
                 words.say("letter.received_promise",
                           {{"due", core::moment_in_words(words, speaking.zone(),
                                                          slip.promise->due_at)}}));
    if (will_be_called(slip.said))
        page.set("paper_call_back",
                 words.say("call.paper_call_back", {{"contact", slip.said.contact}}));
    page.set("paper_link_words", words.say("letter.status_link"));
    page.set("link", link);
    page.set("qr_size", std::to_string(code.size));
    page.set("qr_path", code.path);
}

} // namespace

http::Awaitable<http::Response> get_call(Site& site, core::Staff staff, http::Request)
{
    const auto house = site.parts.house();
    auto asking = staff;
    const auto sent = co_await read_sent(site, std::move(asking));
    CallForm form;
    form.said.form_token = fresh_form_token(site, *house);
    const Reader reader{staff, sent, site.parts.clock.now()};
    co_return call_page({*house, reader, form});
}

http::Awaitable<http::Response> post_call(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto sent = form_of(request);
    auto form = form_in(sent);
    auto call = call_of(site, *house, staff, form);
    auto fault = fault_in(sent);
    if (!fault) {
        auto take = [house, call = std::move(call)](storage::Transaction& tx) {
            return desk::take_call(tx, *house, call);
        };
        auto receipt = co_await site.parts.store.write(std::move(take));
        if (receipt)
            co_return http::see_other(slip_path(receipt->reference));
        fault = fault_of(std::move(receipt.error()));
    }
    auto asking = staff;
    const auto leaving = co_await read_sent(site, std::move(asking));
    const Reader reader{staff, leaving, site.parts.clock.now()};
    co_return call_page_again({*house, reader, form}, *fault);
}

http::Awaitable<http::Response> get_slip(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    auto look = [house, staff, reference = std::string{request.param("reference")}](
                    storage::Transaction& tx) { return find_slip(tx, *house, staff, reference); };
    const auto slip = co_await site.parts.store.read(std::move(look));
    if (!slip)
        co_return problem_page(*house, 404);
    const Reader reader{staff, slip->sent, site.parts.clock.now()};
    auto page = staff_frame(*house, reader, house->words.say("call.slip_title"), "/staff/slip");
    set_spoken(page, *house, *slip);
    set_paper(page, house->speaking(slip->said.language), *slip);
    co_return http::page(200, text::render("pages/staff_slip.html", house->words, page));
}

} // namespace heard::site
