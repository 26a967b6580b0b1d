// The pages and the API: each turns a request into a call of the desk and the result into a page.
// Knows requests, words and templates; decides nothing about promises. Thread: I/O.
#pragma once

#include "auth/entropy.hpp"
#include "auth/throttle.hpp"
#include "desk/house.hpp"
#include "http/bell.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/router.hpp"
#include "site/blank_forms.hpp"
#include "site/crowd.hpp"
#include "site/password_pool.hpp"
#include "site/refusals.hpp"
#include "site/staff_presence.hpp"
#include "storage/letter.hpp"
#include "storage/store.hpp"
#include "time/clock.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace heard::site {

/// The owner's picture. Empty bytes: none, the page shows the initial instead.
struct Photo
{
    std::string media_type;
    std::string bytes;
    std::string digest; ///< In hexadecimal digits: another picture has another one.
};

/// How the daemon is, for /livez, /readyz and the banner on the staff page.
struct Health
{
    bool ready = true;
    std::vector<std::string>
        issues; ///< For machines: fixed words such as `letters_stuck`, never customers' words.
    std::int64_t letters_stuck = 0;
    std::int64_t letters_given_up = 0;
    std::vector<storage::TroubledLetter> letters; ///< A few of them.
    bool disk_full = false;
};

/// What the site works with; owned by the daemon, which outlives it.
struct Parts
{
    storage::Store& store;
    const time::Clock& clock;
    auth::Entropy& entropy;
    PasswordPool& passwords;
    /// Rings with a ticket's number when its book has grown, and then once with `staff_topic`.
    http::Bell& bell;
    Presence& presence;
    /// The house in force now: new settings replace it as a whole. Keep the pointer for one
    /// request.
    std::function<std::shared_ptr<const desk::House>()> house;
    std::function<std::shared_ptr<const Photo>()> photo;
    std::function<Health()> health;
    /// For the log: a fixed event and details without words, addresses or tokens of customers.
    std::function<void(std::string_view event, std::string_view detail)> log;
    int sign_ins_per_quarter_hour = 20;
    int submissions_per_hour_per_address = 0; ///< 0: no limit.
};

class Site
{
public:
    explicit Site(Parts parts);

    /// Every page of INTERFACE.md.
    void add_routes(http::Router& router);
    /// The page for what the server refuses before any handler sees it.
    http::Response refusal(int status, std::string_view reason);

    Parts parts;
    auth::Throttle sign_ins_by_address;
    auth::Throttle sign_ins_by_name;
    auth::Throttle sign_ins_by_pair; ///< See staff_sign_in_turns.hpp.
    auth::Throttle submissions_by_address;
    auth::Throttle entries_by_link; ///< What is written by one status link.
    Crowd crowd;
    BlankForms blank_forms;
    Refusals refusals;
};

} // namespace heard::site
