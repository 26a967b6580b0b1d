// Who has which ticket open, and who is writing on it: so that no two people answer the same one
// unawares. In memory alone: a restart forgets it, and the pages that are open say it again.
// Knows neither pages nor words.
#pragma once

#include "core/ticket.hpp"
#include "http/bell.hpp"
#include "time/clock.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::site {

/// Rings with every change that staff may want to see: no ticket has this number.
inline constexpr http::Bell::Topic staff_topic = 0;

/// Thread: I/O. Outlives the streams that hold a Looking.
class Presence
{
public:
    Presence(http::Bell& bell, const time::Clock& clock)
        : bell_{bell}
        , clock_{clock}
    {}
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;

    /// Somebody has these tickets open, for as long as this lives.
    class Looking
    {
    public:
        Looking(Presence& presence, core::Staff staff, std::vector<core::Ticket> tickets);
        ~Looking();
        Looking(const Looking&) = delete;
        Looking& operator=(const Looking&) = delete;

    private:
        Presence& presence_;
        core::Staff staff_;
        std::vector<core::Ticket> tickets_;
    };

    struct Person
    {
        core::StaffId id;
        std::string name;
        int pages = 0;                             ///< That show it to them.
        std::optional<time::Instant> writes_until; ///< Unless they write on.
    };

    /// Their words were just saved, or they pressed a key.
    void writes(const core::Ticket& ticket, const core::Staff& staff);
    /// The same on a ticket that somebody has open; on others nobody is in anybody's way.
    void writes(std::string_view reference, const core::Staff& staff);
    /// In the order in which they came. Nobody for most tickets.
    const std::vector<Person>& at(core::TicketId ticket) const;
    /// Of those who have not written for a while nobody says so any longer. Gives how long until
    /// the next one will have been silent for long; nothing if nobody writes.
    std::optional<time::Micros> drop_silent_writers();

    /// Something about all rows is different now.
    void note_everywhere();
    /// Counts the changes; begins anew with the daemon.
    std::int64_t newest() const { return newest_; }
    struct Changes
    {
        std::vector<std::string> references;
        bool everywhere = false; ///< Or more than are remembered.
    };
    /// What changed after the one with number `seen`, on tickets that this person may see.
    Changes since(std::int64_t seen, const core::Staff& staff) const;

private:
    struct Change
    {
        std::string reference; ///< Empty: everywhere.
        std::string branch;
    };
    /// Those who are at a ticket, and what is said about it elsewhere.
    struct Desk
    {
        Change about;
        std::vector<Person> people;
    };

    Person& person_at(const core::Ticket& ticket, const core::Staff& staff);
    void come(const core::Ticket& ticket, const core::Staff& staff);
    void go(const core::Ticket& ticket, core::StaffId staff);
    void drop_empty_desks();
    void note(Change change);

    http::Bell& bell_;
    const time::Clock& clock_;
    std::map<core::TicketId, Desk> desks_;
    std::deque<Change> changes_; ///< The last of them has the number newest_.
    std::int64_t newest_ = 0;
};

} // namespace heard::site
