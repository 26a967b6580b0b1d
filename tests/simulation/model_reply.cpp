// Replies in the model, from the first key to the customer: drafts, what is about to leave, what is
// taken back, and what has left.
#include "desk/letters.hpp"
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;
using namespace std::chrono_literals;

namespace {

/// Nothing that somebody wrote is dropped for what they wrote somewhere else.
std::string both(const std::string& first, const std::string& then, const char* between)
{
    if (first.empty() || then.empty() || first == then)
        return first.empty() ? then : first;
    return first + between + then;
}

/// A draft that was on its way while its last words were sent.
bool goes_on_from(const std::string& sent, const ModelReply& draft)
{
    return !draft.text.empty() && sent.starts_with(draft.text);
}

/// Nothing is lost when these words take the place of what is kept.
bool knows(const ModelReply& written, const ModelDraft& kept)
{
    const bool same_page = !written.page.empty() && written.page == kept.page;
    const bool says_as_much = written.text.starts_with(kept.text) &&
                              (kept.done.empty() || kept.done == written.done) &&
                              (!kept.until || kept.until == written.until);
    return same_page || says_as_much;
}

bool is_of(const ModelSending& leaving, const ModelReply& written, EntryKind what)
{
    return leaving.what == what && leaving.reply.staff == written.staff;
}

} // namespace

bool Model::answer(const ModelReply& written, Instant now)
{
    auto final_word = written;
    final_word.until.reset();
    return reply(final_word, EntryKind::answer, now);
}

bool Model::hold(const ModelReply& written, Instant now)
{
    return reply(written, EntryKind::hold, now);
}

/// Of two who write at once one is told of the other: nothing is sent that its writer has not
/// measured against the newest entry, or while somebody else's words are about to leave.
bool Model::reply(const ModelReply& any, EntryKind what, Instant now)
{
    if (!may_see(any.staff, any.ticket))
        return false;
    auto written = any;
    written.ticket = stays_of(any.ticket);
    auto& on = ticket(written.ticket);
    if (on.leaving) {
        const auto& other = on.leaving->reply;
        return is_of(*on.leaving, written, what) && other.text == written.text &&
               other.done == written.done && other.until == written.until;
    }
    if (written.seen < newest_of(written.ticket))
        return is_newest(written, what);
    if (reached_by_reply(written.ticket).empty())
        return false;
    if (what == EntryKind::hold &&
        (*written.until <= now || *written.until > now + house_->promise.longest_hold))
        return false;
    if (const auto begun = on.drafts.find({written.staff, what});
        begun != on.drafts.end() && knows(written, begun->second))
        on.drafts.erase(begun);
    touch(written.ticket, "").leaving = ModelSending{written, what, now, leaves_at(written, now)};
    if (is_due(*on.leaving, now))
        release(written.ticket, now);
    return true;
}

/// A second press: it is what was sent.
bool Model::is_newest(const ModelReply& written, EntryKind what) const
{
    const auto* last = newest_entry_of(written.ticket);
    const bool same = last && last->what == what && last->staff == written.staff &&
                      last->text == written.text && last->done == written.done;
    const auto open = ticket(written.ticket).open_promise;
    const bool same_date =
        what != EntryKind::hold || (open && promise(open).due_at == written.until);
    return same && same_date;
}

/// Not a second before what it would be late for.
Instant Model::leaves_at(const ModelReply& written, Instant now) const
{
    auto at = now + house_->undo_for;
    const auto open = ticket(written.ticket).open_promise;
    if (open && promise(open).due_at > now)
        at = std::min(at, promise(open).due_at - 1s);
    if (written.until)
        at = std::min(at, *written.until - 1s);
    return std::max(at, now);
}

bool Model::is_due(const ModelSending& leaving, Instant now)
{
    return leaving.release_at <= now || leaving.made_at > now;
}

void Model::release_due(Instant now)
{
    std::set<std::pair<Instant, Number>> due;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (const auto& leaving = ticket(number).leaving; leaving && is_due(*leaving, now))
            due.emplace(leaving->release_at, number);
    for (const auto& [at, number] : due)
        release(number, now);
}

bool Model::is_release_due(Instant now) const
{
    return std::ranges::any_of(
        tickets, [&](const ModelTicket& one) { return one.leaving && is_due(*one.leaving, now); });
}

std::vector<Number> Model::tickets_with_leaving_reply() const
{
    std::vector<Number> leaving;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (ticket(number).leaving)
            leaving.push_back(number);
    return leaving;
}

void Model::release(Number number, Instant now)
{
    const auto stays = stays_of(number);
    const auto leaving = ticket(stays).leaving;
    if (!leaving)
        return;
    // It was held up for too long.
    if (leaving->reply.until && *leaving->reply.until <= now) {
        take_back_reply(stays);
        return;
    }
    ticket(stays).leaving.reset();
    send(*leaving, now);
}

void Model::send(const ModelSending& leaving, Instant now)
{
    const auto& written = leaving.reply;
    for (const auto number : reached_by_reply(written.ticket)) {
        say(number, {leaving.what, written.staff, written.text, written.done, now});
        if (leaving.what == EntryKind::hold)
            ticket(number).settled_at.reset();
        else
            ticket(number).answered_at = now;
        tell_by_letter(number, leaving.what);
    }
    for (const auto number : matter_of(written.ticket))
        ticket(number).set_aside = false;
    auto& on = touch(written.ticket, "");
    if (!on.assignee && !person(written.staff).disabled)
        on.assignee = written.staff;
    end_promise(written.ticket, core::PromiseEnd::answered, now);
    if (written.until)
        make_promise(written.ticket, *written.until, written.staff, now);
}

void Model::tell_by_letter(Number number, EntryKind what)
{
    if (const auto email = desk::letters::email_in(ticket(number).said.contact))
        owed_letters_.insert({std::string{core::to_text(what)}, number, *email});
}

// ---- What has not left

void Model::put_before(ModelDrafts& drafts, const ModelDrafts::key_type& form, ModelDraft draft)
{
    const auto& begun = drafts.try_emplace(form, draft).first->second;
    draft.text = both(draft.text, begun.text, "\n\n");
    draft.done = both(draft.done, begun.done, " ");
    if (!draft.until)
        draft.until = begun.until;
    draft.seen = std::min(draft.seen, begun.seen);
    drafts[form] = draft;
}

/// Before what its writer has begun since.
bool Model::take_back_reply(Number stays)
{
    auto& on = touch(stays, "");
    if (!on.leaving)
        return false;
    const auto leaving = *std::exchange(on.leaving, std::nullopt);
    const auto& written = leaving.reply;
    put_before(on.drafts, {written.staff, leaving.what},
               {written.text, written.done, written.until, written.seen});
    return true;
}

bool Model::undo(Number number, Number by)
{
    if (!may_see(by, number))
        return false;
    const auto stays = stays_of(number);
    return take_back_reply(stays) ||
           std::ranges::any_of(ticket(stays).drafts,
                               [by](const auto& draft) { return draft.first.first == by; });
}

bool Model::keep_draft(const ModelReply& any, EntryKind what)
{
    if (!may_see(any.staff, any.ticket))
        return false;
    auto draft = any;
    draft.ticket = stays_of(any.ticket);
    auto& drafts = touch(draft.ticket, "").drafts;
    const auto kept = drafts.find({draft.staff, what});
    if (kept != drafts.end() && !knows(draft, kept->second))
        return true; // The page gets those words to show.
    if (draft.text.empty() && draft.done.empty())
        drafts.erase({draft.staff, what});
    else if (!was_sent(draft, what))
        drafts[{draft.staff, what}] = {draft.text, draft.done, draft.until,
                                       draft.ticket == any.ticket ? draft.seen : 0, draft.page};
    return true;
}

bool Model::was_sent(const ModelReply& draft, EntryKind what) const
{
    const auto& leaving = ticket(draft.ticket).leaving;
    if (leaving && is_of(*leaving, draft, what))
        return goes_on_from(leaving->reply.text, draft);
    if (draft.seen >= newest_of(draft.ticket))
        return false;
    const auto* newest = newest_entry_of(draft.ticket);
    return newest && newest->staff == draft.staff && newest->what == what &&
           goes_on_from(newest->text, draft);
}

} // namespace heard::simulation
