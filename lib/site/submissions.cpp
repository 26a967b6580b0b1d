#include "site/submissions.hpp"

#include "desk/submit.hpp"
#include "site/customer_form.hpp"
#include "site/customer_turns.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/sent_photos.hpp"
#include "site/submission_form.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace heard::site {

namespace {

void refuse(SubmissionForm& form, core::Problem problem)
{
    form.refused = status_of(problem.kind);
    form.page.problems = {std::move(problem)};
}

/// What is wrong with the photos, beside what is wrong with the words.
void add_photo_problems(SubmissionForm& form, SentPhotos photos)
{
    if (photos.no_room && form.page.notice.empty())
        form.page.notice = "form.photos_not_kept";
    if (photos.problems.empty())
        return;
    if (form.refused == 0)
        form.refused = status_of(photos.problems.front().kind);
    std::ranges::move(photos.problems, std::back_inserter(form.page.problems));
}

/// What the form shows and what came in beside it, weighed together.
void weigh(Site& site, const std::string& address, core::Submission& said)
{
    const auto beside = site.crowd.beside(said, address, site.parts.clock.now());
    said.suspicion = core::weighed(said.suspicion | beside.signs, beside.link_vouches);
}

/// The form with all its words and photos.
http::Awaitable<http::Response> give_back(Site& site, Tongue tongue, SubmissionForm form)
{
    auto looking = kept_photos(site, form.said.form_key);
    form.page.photos = co_await std::move(looking);
    co_return form_response(site, tongue, form.refused, form.page);
}

/// Where the customer reads what we promise; and, once, that their photos did not come with it.
std::string way_to(const desk::Receipt& receipt, bool no_room)
{
    return "/t/" + receipt.status_token + (no_room ? "?photos=not-kept" : "");
}

} // namespace

http::Awaitable<http::Response> post_submission(Site& site, http::Request request)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    const auto sent = form_of(request);
    auto form = read_submission(*tongue.whole, sent, site.parts.clock.now(), site.parts.entropy);
    form.said.language = tongue.language;
    auto keeping = keep_photos(site, tongue.whole, form.said.form_key, sent);
    auto photos = co_await std::move(keeping);
    const bool no_room = photos.no_room;
    add_photo_problems(form, std::move(photos));

    std::optional<std::chrono::seconds> wait;
    if (form.refused == 0 && (wait = wait_to_submit(site, request.address)))
        refuse(form, too_many_at_once(*wait));
    if (form.refused == 0) {
        weigh(site, request.address, form.said);
        auto verb = [house = tongue.whole, said = form.said](storage::Transaction& tx) {
            return desk::submit(tx, *house, said);
        };
        auto receipt = co_await site.parts.store.write(std::move(verb));
        if (receipt)
            co_return http::see_other(way_to(*receipt, no_room));
        refuse(form, std::move(receipt.error()));
    }
    auto page = give_back(site, tongue, std::move(form));
    auto response = co_await std::move(page);
    if (wait)
        add_retry_after(response, *wait);
    co_return response;
}

} // namespace heard::site
