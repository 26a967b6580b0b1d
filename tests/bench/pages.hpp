// A member of staff who works: looks at the queue, opens tickets, searches, again and again.
#pragma once

#include "bench/latency.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace heard::bench {

struct PagesOptions
{
    std::uint16_t port = 0;
    std::filesystem::path database; ///< Whose tickets are opened.
    std::string name;
    std::string password;
    std::string which = "queue"; ///< Or `ticket`, `search`, `views`.
    std::chrono::milliseconds span{8000};
    double rate = 50; ///< Pages a second, each measured from its planned time.
};

struct Pages
{
    std::string kind; ///< As `which`, or the name of the view.
    int count = 0;
    int rows_min = 0; ///< The fewest tickets that any of the pages showed or led to.
    Latencies latencies;
};

/// Signs in as a person does, then reads pages of that kind: the queue; tickets from all years, in
/// any order; searches for one to three words, frequent and rare, whole and begun, for names and
/// numbers, in both orders; or each view of the queue in turn. Gives each kind on its own. Throws
/// std::runtime_error when a page is not one.
std::vector<Pages> read_pages(const PagesOptions& options);

} // namespace heard::bench
