#include "site/status_copy.hpp"

#include "site/frame.hpp"
#include "site/status_link.hpp"
#include "site/status_promise.hpp"

#include <boost/json.hpp>

#include <utility>

namespace heard::site {

namespace {

namespace json = boost::json;
using core::Instant;

json::value json_of(const std::optional<Instant>& at)
{
    if (!at)
        return nullptr;
    return json::value(time::to_rfc3339(*at)); // In braces it would be an array of one.
}

/// A first name, as on the page; the business, when nobody of us stands for it.
std::string name_of(const desk::House& house, const desk::Thread& thread,
                    const std::optional<core::StaffId>& staff)
{
    const auto name = first_name(thread.name_of(staff));
    return name.empty() ? house.business : name;
}

json::object submission_of(const core::Submission& said)
{
    return {{"likes", said.likes},   {"dislikes", said.dislikes}, {"wishes", said.wishes},
            {"name", said.name},     {"contact", said.contact},   {"invoice", said.invoice},
            {"branch", said.branch}, {"language", said.language}};
}

json::array photos_of(const desk::Thread& thread, const std::string& link)
{
    json::array list;
    for (const auto& photo : thread.photos)
        list.push_back({{"number", photo.number},
                        {"media_type", photo.media_type},
                        {"width", photo.width},
                        {"height", photo.height},
                        {"link", link + "/photos/" + std::to_string(photo.number)}});
    return list;
}

json::array entries_of(const desk::House& house, const desk::Thread& thread)
{
    json::array list;
    for (const auto& entry : thread.entries)
        if (entry.what != core::EntryKind::note)
            list.push_back({{"at", json_of(entry.at)},
                            {"what", core::to_text(entry.what)},
                            {"by", entry.staff ? "us" : "you"},
                            {"name", entry.staff ? name_of(house, thread, entry.staff) : ""},
                            {"text", entry.text},
                            {"done", entry.done}});
    return list;
}

json::array promises_of(const desk::House& house, const desk::Thread& thread, Instant now)
{
    json::array list;
    for (const auto& promise : thread.promises) {
        const auto spoken = speak_of(house, thread, promise, now);
        // Broken since the due time passed, also when nobody has looked yet.
        const auto broken_at =
            is_late(promise, now) ? std::optional{promise.due_at} : promise.broken_at;
        list.push_back({{"made_at", json_of(promise.made_at)},
                        {"due_at", json_of(promise.due_at)},
                        {"made_by", name_of(house, thread, promise.made_by)},
                        {"state", core::to_text(promise.state)},
                        {"broken_at", json_of(broken_at)},
                        {"ended_at", json_of(promise.ended_at)},
                        {"in_words", spoken.promise + " " + spoken.outcome}});
    }
    return list;
}

json::object copy_of(const desk::House& house, const desk::Thread& thread, Instant now)
{
    const auto& ticket = thread.ticket;
    const auto link = house.status_link(ticket);
    return {{"format", "heard-copy-1"},
            {"business", house.business},
            {"reference", ticket.reference},
            {"link", link},
            {"copied_at", json_of(now)},
            {"times_in", "UTC"},
            {"time_zone_of_business", house.zone().name()},
            {"received_at", json_of(ticket.opened_at)},
            {"erased_at", json_of(ticket.erased_at)},
            {"said", submission_of(thread.said)},
            {"photos", photos_of(thread, link)},
            {"entries", entries_of(house, thread)},
            {"promises", promises_of(house, thread, now)}};
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
    const auto copy = copy_of(tongue.house(), *found, site.parts.clock.now());
    auto response = http::json(200, json::serialize(copy) + "\n");
    response.headers.push_back(
        {"Content-Disposition", "attachment; filename=\"" + found->ticket.reference + ".json\""});
    add_language(response, tongue);
    co_return kept_secret(std::move(response));
}

} // namespace heard::site
