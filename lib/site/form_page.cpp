#include "site/form_page.hpp"

#include "core/spoken_time.hpp"
#include "desk/photos.hpp"
#include "site/frame.hpp"
#include "site/language.hpp"
#include "site/photo_list.hpp"
#include "site/problems.hpp"
#include "site/sent_photos.hpp"
#include "site/static_files.hpp"

namespace heard::site {

namespace {

void add_owner(text::Data& data, const desk::House& house, const Photo* photo)
{
    const auto& words = house.words;
    const auto& owner = house.owner.name.empty() ? house.business : house.owner.name;
    const auto first = house.owner.name.empty() ? house.business : first_name(owner);
    if (photo && !photo->bytes.empty()) {
        data.set("photo", path_of(*photo));
        data.set("photo_alt", words.say("form.photo_alt", {{"name", owner}}));
    }
    data.set("initial", initial_of(owner));
    data.set("owner", first);
    if (!house.owner.name.empty())
        data.set("of_business", house.business);
}

void add_where(text::Data& data, const desk::House& house, const FormPage& form)
{
    if (const auto* const branch = house.find_branch(form.fields.branch))
        data.set("branch_name", branch->name);
    if (!form.invoice.empty())
        data.set("about_invoice",
                 house.words.say("form.about_invoice", {{"invoice", form.invoice}}));
    if (!form.notice.empty())
        data.set("notice", house.words.say(form.notice));
}

/// Whoever came by a link needs no code, and a shop without keys has printed none. What was posted
/// is still in the page, and opening another form would lose it.
void add_code(text::Data& data, const desk::House& house, const FormPage& form)
{
    data.set("takes_codes", !form.posted && form.invoice.empty() && !house.invoice_keys.empty());
    if (!form.code.empty())
        data.set("code", form.code);
}

void add_kept_photos(text::Data& data, const desk::House& house, const FormPage& form)
{
    const auto& words = house.words;
    data.set("photos_hint",
             words.say("form.photos_hint", {{"count", std::to_string(desk::photos_max)},
                                            {"megabytes", megabytes(house.photos.bytes_max)}}));
    const auto count = static_cast<long long>(form.photos.size());
    data.set("photos_kept", words.count("form.photos_kept", count));
    add_photos(data, words,
               {form.photos, "/photos/" + form.fields.form_token, "form.photo_kept_alt"});
}

} // namespace

void add_fields(text::Data& data, const FormFields& fields)
{
    data.set("likes", fields.likes);
    data.set("dislikes", fields.dislikes);
    data.set("wishes", fields.wishes);
    data.set("name", fields.name);
    data.set("contact", fields.contact);
    data.set("branch", fields.branch);
    data.set("link", fields.link);
    data.set("form_token", fields.form_token);
}

std::string promise_in_words(const text::Words& words, const core::PromiseRule& promise)
{
    const auto within = core::span_in_words(words, promise.respond_within, core::SpanAs::within);
    const auto* const key =
        promise.opening_hours_only ? "form.promise_opening_hours" : "form.promise";
    return words.say(key, {{"within", within}});
}

std::string form_page(const desk::House& house, const Photo* photo, const FormPage& form)
{
    auto data = frame_of(house, house.words.say("form.title"));
    add_owner(data, house, photo);
    data.set("promise", promise_in_words(house.words, house.promise));
    add_where(data, house, form);
    add_fields(data, form.fields);
    add_code(data, house, form);
    data.set("characters", std::to_string(core::words_max));
    add_kept_photos(data, house, form);
    add_problems(data, house.words, form.problems);
    if (!form.posted)
        add_language_links(data, house);
    return text::render("pages/form.html", house.words, data);
}

} // namespace heard::site
