#include "bench/queue_page.hpp"

#include "bench/socket.hpp"

#include <limits>
#include <stdexcept>
#include <thread>

namespace heard::bench {

namespace {

/// The session's cookie, `name=value`.
std::string sign_in(const Socket& socket, const QueuePageOptions& options)
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

} // namespace

QueuePages read_queue_pages(const QueuePageOptions& options)
{
    const Socket socket{options.port};
    const auto request =
        "GET /staff HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + sign_in(socket, options) +
        "\r\n\r\n";
    const auto count =
        static_cast<int>(std::chrono::duration<double>(options.span).count() * options.rate);
    const auto step = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(1 / options.rate));

    QueuePages pages;
    pages.rows_min = std::numeric_limits<int>::max();
    const auto begin = Steady::now();
    for (; pages.count < count; ++pages.count) {
        const auto planned = begin + pages.count * step;
        std::this_thread::sleep_until(planned);
        const auto page = exchange(socket, request);
        pages.latencies.add(Steady::now() - planned);
        if (answer_in(page).status != 200)
            throw std::runtime_error{"the queue page is not answered with 200"};
        pages.rows_min = std::min(pages.rows_min, rows_in(page));
    }
    return pages;
}

} // namespace heard::bench
