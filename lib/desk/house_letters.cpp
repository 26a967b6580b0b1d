#include "desk/house_letters.hpp"

#include "core/spoken_time.hpp"
#include "desk/letter_body.hpp"
#include "desk/seal.hpp"
#include "storage/alarm.hpp"

#include <boost/json.hpp>

#include <cstdio>

namespace heard::desk::letters {

namespace {

constexpr std::uintmax_t megabyte = 1'000'000;
// Enough that nobody finds another book with the same, and still to be read out on the phone.
constexpr std::size_t book_digits = 16;

/// Chats (Slack, Mattermost, Google Chat) show `text`, phone services (Gotify, Home Assistant)
/// `title` and `message`; ntfy picks either by its template.
storage::NewLetter called(const House& house, const std::string& key, const std::string& words,
                          std::int64_t count)
{
    storage::NewLetter row{.key = key,
                           .what = "call",
                           .recipient = std::string{storage::webhook},
                           .message_id = key,
                           .lane = storage::Lane::call};
    const boost::json::object told{{"title", house.business},
                                   {"text", words},
                                   {"message", words},
                                   {"count", count},
                                   {"link", house.queue_link()}};
    row.mime = boost::json::serialize(told) + "\n";
    return row;
}

mail::Letter to_owner(const House& house, std::string subject, Instant now)
{
    mail::Letter letter;
    letter.to = house.owner;
    letter.written_at = now;
    letter.subject = std::move(subject);
    return letter;
}

std::string wall_clock(std::chrono::minutes since_midnight)
{
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(since_midnight.count() / 60),
                  static_cast<int>(since_midnight.count() % 60));
    return text;
}

/// `letter.disk_full` and what is below it.
std::string phrases_of(Distress what)
{
    switch (what) {
    case Distress::disk_full:
        return "letter.disk_full";
    case Distress::database_failed:
        return "letter.database_failed";
    case Distress::database_damaged:
        break;
    }
    return "letter.database_damaged";
}

std::string key_of(Distress what, Instant now)
{
    return phrases_of(what) + "/" + std::to_string(time::to_number(now));
}

} // namespace

storage::NewLetter daily(const House& house, const Daily& day, Instant now)
{
    const auto& words = house.words;
    const auto& promises = day.promises;
    const auto date = core::date_in_words(words, day.date);
    const auto open = std::to_string(promises.open);
    const auto due = std::to_string(promises.due_today);
    const auto broken = std::to_string(promises.broken_yesterday);
    auto letter = to_owner(
        house,
        words.say("letter.daily.subject",
                  {{"business", house.business}, {"open", open}, {"due", due}, {"broken", broken}}),
        now);
    Body body;
    body.say(words.say("letter.daily.lead", {{"business", house.business}, {"date", date}}));
    body.say(
        words.say("letter.daily.numbers", {{"open", open},
                                           {"due", due},
                                           {"broken", broken},
                                           {"check", std::to_string(day.to_check)},
                                           {"letters", std::to_string(day.letters_in_trouble)}}));
    if (day.to_check > 0) {
        body.say(words.count("letter.daily.check", day.to_check));
        body.link(words.say("letter.daily.check_queue"), house.check_link());
    }
    if (day.damaged)
        body.say(words.say("letter.daily.damaged"));
    if (day.disk_left)
        body.say(
            words.say("letter.daily.disk", {{"left", std::to_string(*day.disk_left / megabyte)}}));
    if (day.photo_room_used)
        body.say(
            words.say("letter.daily.photos", {{"used", std::to_string(*day.photo_room_used)}}));
    const auto book = core::to_hex(day.book.link).substr(0, book_digits);
    const auto lines = std::to_string(day.book.number);
    if (day.book.number > 0)
        // The command as one piece: marks of direction between its words would go into the shell.
        body.say(words.say("letter.daily.book",
                           {{"lines", lines},
                            {"link", book},
                            {"command", "heard verify FILE --line " + lines + " --seal " + book}}));
    body.link(words.say("letter.daily.queue"), house.queue_link());
    body.say(words.say("letter.daily.switch",
                       {{"at", wall_clock(house.daily_at.value_or(std::chrono::minutes{0}))}}));
    body.into(letter, words);
    return sealed(house, {.key = day.cause, .what = "daily", .lane = storage::Lane::urgent},
                  std::move(letter));
}

storage::NewLetter call(const House& house, const Call& call)
{
    const auto& words = house.words;
    auto text = words.count("letter.call", call.count, {{"business", house.business}});
    if (!call.said.empty())
        text += " " + words.say("letter.call_said", {{"detail", call.said}});
    return called(house, "call/" + call.key, text, call.count);
}

storage::NewLetter distress(const House& house, Distress what, Instant now)
{
    const auto& words = house.words;
    const auto phrases = phrases_of(what);
    auto letter =
        to_owner(house, words.say(phrases + ".subject", {{"business", house.business}}), now);
    Body body;
    body.say(
        words.say(phrases + ".what", {{"business", house.business},
                                      {"at", core::moment_in_words(words, house.zone(), now)}}));
    body.say(words.say(phrases + ".do"));
    body.into(letter, words);
    storage::NewLetter row{
        .key = key_of(what, now), .what = "distress", .lane = storage::Lane::alarm};
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter distress_call(const House& house, Distress what, Instant now)
{
    const auto text =
        house.words.say(phrases_of(what) + ".subject", {{"business", house.business}});
    return called(house, key_of(what, now), text, 1);
}

} // namespace heard::desk::letters
