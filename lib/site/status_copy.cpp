#include "site/status_copy.hpp"

#include "site/frame.hpp"
#include "site/status_link.hpp"
#include "site/status_promise.hpp"
#include "text/json.hpp"

#include <utility>

namespace heard::site {

namespace {

using core::Instant;
using text::JsonObject;

std::string json_of(const std::optional<Instant>& at)
{
    return at ? text::json_string(time::to_rfc3339(*at)) : "null";
}

/// A first name, as on the page; the business, when nobody of us stands for it.
std::string name_of(const desk::House& house, const desk::Thread& thread,
                    const std::optional<core::StaffId>& staff)
{
    const auto name = first_name(thread.name_of(staff));
    return name.empty() ? house.business : name;
}

std::string submission_of(const core::Submission& said)
{
    JsonObject json;
    json.text("likes", said.likes).text("dislikes", said.dislikes).text("wishes", said.wishes);
    json.text("name", said.name).text("contact", said.contact).text("invoice", said.invoice);
    json.text("branch", said.branch).text("language", said.language);
    return json.str();
}

std::string photos_of(const desk::Thread& thread, const std::string& link)
{
    std::vector<std::string> list;
    for (const auto& photo : thread.photos) {
        JsonObject json;
        json.number("number", photo.number).text("media_type", photo.media_type);
        json.number("width", photo.width).number("height", photo.height);
        json.text("link", link + "/photos/" + std::to_string(photo.number));
        list.push_back(json.str());
    }
    return text::json_array(list);
}

std::string entries_of(const desk::House& house, const desk::Thread& thread)
{
    std::vector<std::string> list;
    for (const auto& entry : thread.entries) {
        if (entry.what == core::EntryKind::note)
            continue;
        JsonObject json;
        json.json("at", json_of(entry.at)).text("what", core::to_text(entry.what));
        json.text("by", entry.staff ? "us" : "you");
        json.text("name", entry.staff ? name_of(house, thread, entry.staff) : "");
        json.text("text", entry.text).text("done", entry.done);
        list.push_back(json.str());
    }
    return text::json_array(list);
}

std::string promises_of(const desk::House& house, const desk::Thread& thread, Instant now)
{
    std::vector<std::string> list;
    for (const auto& promise : thread.promises) {
        const auto spoken = speak_of(house, thread, promise, now);
        // Broken since the due time passed, also when nobody has looked yet.
        const auto broken_at =
            is_late(promise, now) ? std::optional{promise.due_at} : promise.broken_at;
        JsonObject json;
        json.json("made_at", json_of(promise.made_at)).json("due_at", json_of(promise.due_at));
        json.text("made_by", name_of(house, thread, promise.made_by));
        json.text("state", core::to_text(promise.state));
        json.json("broken_at", json_of(broken_at)).json("ended_at", json_of(promise.ended_at));
        json.text("in_words", spoken.promise + " " + spoken.outcome);
        list.push_back(json.str());
    }
    return text::json_array(list);
}

std::string copy_of(const desk::House& house, const desk::Thread& thread, Instant now)
{
    const auto& ticket = thread.ticket;
    const auto link = house.status_link(ticket);
    JsonObject json;
    json.text("format", "heard-copy-1").text("business", house.business);
    json.text("reference", ticket.reference).text("link", link);
    json.json("copied_at", json_of(now)).text("times_in", "UTC");
    json.text("time_zone_of_business", house.zone().name());
    json.json("received_at", json_of(ticket.opened_at))
        .json("erased_at", json_of(ticket.erased_at));
    json.json("said", submission_of(thread.said)).json("photos", photos_of(thread, link));
    json.json("entries", entries_of(house, thread));
    json.json("promises", promises_of(house, thread, now));
    return json.str() + "\n";
}

} // namespace

http::Awaitable<http::Response> get_copy(Site& site, http::Request request)
{
    auto reader = tongue_of(site.parts.house(), request);
    auto asking = reader;
    auto found = co_await look_behind(site, std::move(asking), token_of(request));
    if (!found)
        co_return dead_link(site, reader, std::move(found.error()));
    const auto tongue = tongue_about(std::move(reader), found->said.language);
    auto response = http::json(200, copy_of(tongue.house(), *found, site.parts.clock.now()));
    response.headers.push_back(
        {"Content-Disposition", "attachment; filename=\"" + found->ticket.reference + ".json\""});
    add_language(response, tongue);
    co_return kept_secret(std::move(response));
}

} // namespace heard::site
