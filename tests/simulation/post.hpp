// The world of mail: a server that takes letters, refuses them, wants them later, hangs, or takes
// one and loses its last word; and the inboxes behind it, which tell whether anything came twice.
#pragma once

#include "mail/courier.hpp"
#include "time/instant.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace heard::simulation {

enum class Weather { fine, mixed, refuses, wants_later, hangs, loses_last_word };

class Post
{
public:
    explicit Post(std::uint64_t seed)
        : seed_{seed}
    {}

    /// What becomes of one attempt, decided when it begins: after so much time has `gone` by.
    struct Attempt
    {
        mail::Verdict verdict = mail::Verdict::delivered; ///< As the courier hears it.
        bool arrives = true;                              ///< Whatever the courier hears.
        time::Micros takes{0};
    };
    Attempt attempt(const std::string& message_id, time::Micros gone);

    /// The letter lies in the inbox. Throws Broken when it is there already and nothing excuses it.
    void arrived(const std::string& message_id);
    /// The house has heard that it arrived and has written it down.
    void noted(const std::string& message_id) { inbox_[message_id].noted = true; }
    /// Whatever arrived and is not noted may come again.
    void house_died() { ++lives_; }
    bool has(const std::string& message_id) const { return inbox_.contains(message_id); }

    /// Until then; afterwards it is fine again.
    void turns(Weather weather, time::Micros until)
    {
        weather_ = weather;
        until_ = until;
    }
    std::uint64_t delivered() const { return delivered_; }

private:
    struct Arrival
    {
        bool noted = false;
        bool last_word_lost = false;
        int life = 0;
    };

    std::uint64_t seed_;
    Weather weather_ = Weather::fine;
    time::Micros until_{0};
    std::map<std::string, int> attempts_;
    std::map<std::string, Arrival> inbox_;
    std::map<std::string, bool> losing_; ///< Attempts under way whose last word will be lost.
    int lives_ = 0;
    std::uint64_t delivered_ = 0;
};

const char* in_words(Weather weather);

} // namespace heard::simulation
