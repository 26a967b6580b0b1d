#include "bench/pages.hpp"

#include "bench/socket.hpp"
#include "bench/vocabulary.hpp"
#include "storage/transaction.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <thread>

namespace heard::bench {

namespace {

constexpr int tickets_opened = 400;
constexpr int searches = 400;

struct Target
{
    std::string kind;
    std::string path;
};

/// The session's cookie, `name=value`.
std::string sign_in(const Socket& socket, const PagesOptions& options)
{
    const auto form = "name=" + options.name + "&password=" + options.password;
    const auto answer = exchange(
        socket, "POST /staff/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                    std::to_string(form.size()) + "\r\n\r\n" + form);
    const auto cookie = header_in(answer, "Set-Cookie");
    if (answer_in(answer).status != 303 || cookie.empty())
        throw std::runtime_error{"cannot sign in as " + options.name};
    return std::string{cookie.substr(0, cookie.find(';'))};
}

int rows_in(std::string_view page)
{
    constexpr std::string_view row = "href=\"/staff/tickets/";
    int rows = 0;
    for (auto at = page.find(row); at != page.npos; at = page.find(row, at + row.size()))
        ++rows;
    return rows;
}

/// Of all ages, so many as are there at most.
std::vector<Target> tickets_in(const std::filesystem::path& file, std::mt19937& dice)
{
    storage::Database database{file, storage::Access::read};
    const auto newest = database.prepare("select max(id) from ticket").value<std::int64_t>();
    std::uniform_int_distribution<std::int64_t> any{1, newest};
    std::vector<Target> targets;
    while (targets.size() < tickets_opened) {
        const auto reference = database.prepare("select reference from ticket where id = ?1")
                                   .value<std::string>(any(dice));
        if (!reference.empty())
            targets.push_back({"ticket", "/staff/tickets/" + reference});
    }
    return targets;
}

std::vector<Target> some_searches(std::mt19937& dice)
{
    const Vocabulary vocabulary;
    std::uniform_int_distribution<std::size_t> letters{3, 12};
    std::uniform_int_distribution<int> any{1, 999};
    std::vector<Target> targets;
    for (int i = 0; i < searches; ++i) {
        auto target = std::string{i % 4 == 0 ? "/staff?by=due&q=" : "/staff?q="};
        if (i % 10 == 8)
            target += "Nowak" + std::to_string(any(dice));
        else if (i % 10 == 9)
            target += "0151+234" + std::to_string(1000 + any(dice));
        else
            for (int words = i % 3; words >= 0; --words)
                target += vocabulary.word(dice).substr(0, letters(dice)) + (words > 0 ? "+" : "");
        targets.push_back({"search", target});
    }
    return targets;
}

std::vector<Target> all_views()
{
    std::vector<Target> targets;
    for (const auto* const view : {"due", "mine", "promised", "praise", "check", "all"})
        targets.push_back({view, std::string{"/staff?view="} + view});
    return targets;
}

std::vector<Target> targets_for(const PagesOptions& options)
{
    std::mt19937 dice{7};
    if (options.which == "ticket")
        return tickets_in(options.database, dice);
    if (options.which == "search")
        return some_searches(dice);
    if (options.which == "views")
        return all_views();
    return {{"queue", "/staff"}};
}

Pages& pages_of(std::vector<Pages>& all, const std::string& kind)
{
    const auto found = std::ranges::find(all, kind, &Pages::kind);
    if (found != all.end())
        return *found;
    all.push_back({kind, 0, std::numeric_limits<int>::max(), {}});
    return all.back();
}

} // namespace

std::vector<Pages> read_pages(const PagesOptions& options)
{
    const auto targets = targets_for(options);
    const Socket socket{options.port};
    const auto headers =
        " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + sign_in(socket, options) + "\r\n\r\n";
    const auto count =
        static_cast<int>(std::chrono::duration<double>(options.span).count() * options.rate);
    const auto step = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(1 / options.rate));

    std::vector<Pages> all;
    const auto begin = Steady::now();
    for (int i = 0; i < count; ++i) {
        const auto& [kind, path] = targets[static_cast<std::size_t>(i) % targets.size()];
        const auto planned = begin + i * step;
        std::this_thread::sleep_until(planned);
        const auto page = exchange(socket, "GET " + path + headers);
        auto& pages = pages_of(all, kind);
        pages.latencies.add(Steady::now() - planned);
        if (answer_in(page).status != 200)
            throw std::runtime_error{path + " is not answered with 200"};
        pages.rows_min = std::min(pages.rows_min, rows_in(page));
        ++pages.count;
    }
    return all;
}

} // namespace heard::bench
