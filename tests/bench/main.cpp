// heard_bench: the parts of the benchmark, one sub-command each. `run` puts them together and
// judges; here things are only done and measured. Each prints its findings as one line of JSON.

#include "bench/books.hpp"
#include "bench/disk.hpp"
#include "bench/fill.hpp"
#include "bench/hello.hpp"
#include "bench/load.hpp"
#include "bench/pages.hpp"
#include "bench/submission.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace heard;

std::chrono::milliseconds to_span(double seconds)
{
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

struct Options
{
    std::uint16_t port = 0;
    std::string file;
    double seconds = 3;
    double rate = 0;
    std::size_t count = 100'000;
    int connections = 32;
    bench::FillOptions fill;
    double window = 60;
    bench::PagesOptions pages;
};

/// As a phone asks, with what a server has to read past.
constexpr std::string_view form_request =
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Android 15; Mobile)\r\n"
    "Accept: text/html\r\nAccept-Language: de-DE,de;q=0.9,en;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n\r\n";

void load_with(const Options& options, const std::vector<std::string>& requests)
{
    auto load = bench::run_load(
        {options.port, options.connections, to_span(options.seconds), options.rate}, requests);
    std::cout << "{\"taken_in\": " << load.taken_in << ", \"refused\": " << load.refused
              << ", \"seconds\": " << load.seconds
              << ", \"rate\": " << static_cast<double>(load.taken_in) / load.seconds
              << ", \"p50_ms\": " << load.latencies.percentile(0.5)
              << ", \"p99_ms\": " << load.latencies.percentile(0.99)
              << ", \"worst_ms\": " << load.latencies.percentile(1) << "}\n";
}

void load(const Options& options)
{
    load_with(options, bench::submissions(bench::form_key_of(options.file), options.count));
}

void forms(const Options& options)
{
    load_with(options, std::vector<std::string>(options.count, std::string{form_request}));
}

void disk(const Options& options)
{
    std::cout << "{\"rate\": " << bench::fdatasync_rate(options.file, to_span(options.seconds))
              << "}\n";
}

void fill(Options& options)
{
    const auto checked = daemon::read_config(options.file);
    if (!checked.good())
        throw std::runtime_error{daemon::to_text(checked.findings.front())};
    options.fill.window = std::chrono::seconds{static_cast<std::int64_t>(options.window)};
    bench::fill(checked.config, options.fill);
    std::cout << "{}\n";
}

void pages(Options& options)
{
    options.pages.port = options.port;
    options.pages.database = options.file;
    options.pages.span = to_span(options.seconds);
    options.pages.rate = options.rate;
    std::string_view before = "{";
    for (auto& pages : bench::read_pages(options.pages)) {
        std::cout << before << '"' << pages.kind << "\": {\"pages\": " << pages.count
                  << ", \"rows\": " << pages.rows_min
                  << ", \"p50_ms\": " << pages.latencies.percentile(0.5)
                  << ", \"p99_ms\": " << pages.latencies.percentile(0.99)
                  << ", \"worst_ms\": " << pages.latencies.percentile(1) << "}";
        before = ", ";
    }
    std::cout << "}\n";
}

void books(const Options& options)
{
    const auto books = bench::read_books(options.file);
    std::cout << "{\"tickets\": " << books.tickets << ", \"submissions\": " << books.submissions
              << ", \"open_promises\": " << books.open_promises
              << ", \"book_lines\": " << books.book_lines << ", \"set_aside\": " << books.set_aside
              << ", \"complete\": " << books.complete << ", \"synchronous\": " << books.synchronous
              << ", \"write_ahead\": " << books.write_ahead << "}\n";
}

void lateness(const Options& options)
{
    const auto lateness = bench::read_escalation_lateness(options.file);
    std::cout << "{\"count\": " << lateness.count << ", \"p50_ms\": " << lateness.p50
              << ", \"p99_ms\": " << lateness.p99 << ", \"worst_ms\": " << lateness.worst << "}\n";
}

void add_load(CLI::App& app, Options& options)
{
    auto* command = app.add_subcommand("load", "posts submissions");
    command->add_option("--port", options.port)->required();
    command->add_option("--database", options.file, "whose house signs the tokens")->required();
    command->add_option("--connections", options.connections);
    command->add_option("--seconds", options.seconds);
    command->add_option("--count", options.count, "at most so many");
    command->add_option("--rate", options.rate, "a second; 0: as fast as it goes");
    command->callback([&] { load(options); });

    auto* opened = app.add_subcommand("forms", "opens the form");
    opened->add_option("--port", options.port)->required();
    opened->add_option("--connections", options.connections);
    opened->add_option("--seconds", options.seconds);
    opened->add_option("--count", options.count, "at most so many");
    opened->callback([&] { forms(options); });
}

void add_servers_and_disk(CLI::App& app, Options& options)
{
    auto* hello = app.add_subcommand("hello", "serves the yardstick");
    hello->add_option("--port", options.port)->required();
    hello->callback([&] { bench::serve_hello(options.port); });

    auto* command = app.add_subcommand("disk", "measures fdatasync");
    command->add_option("--folder", options.file)->required();
    command->add_option("--seconds", options.seconds);
    command->callback([&] { disk(options); });
}

void add_fill(CLI::App& app, Options& options)
{
    auto* command = app.add_subcommand("fill", "writes tickets into a database");
    command->add_option("--config", options.file)->required();
    command->add_option("--answered", options.fill.answered);
    command->add_option("--open", options.fill.open);
    command->add_option("--due-soon", options.fill.due_soon);
    command->add_option("--window", options.window, "seconds in which those come due");
    command->callback([&] { fill(options); });
}

void add_pages(CLI::App& app, Options& options)
{
    auto* command = app.add_subcommand("pages", "signs in and reads pages for staff");
    command->add_option("--port", options.port)->required();
    command->add_option("--database", options.file, "whose tickets are opened")->required();
    command->add_option("--which", options.pages.which, "queue, ticket, search or views")
        ->required();
    command->add_option("--name", options.pages.name)->required();
    command->add_option("--password", options.pages.password)->required();
    command->add_option("--seconds", options.seconds);
    command->add_option("--rate", options.rate)->required();
    command->callback([&] { pages(options); });
}

void add_readings(CLI::App& app, Options& options)
{
    auto* counted = app.add_subcommand("books", "counts what was kept");
    counted->add_option("--database", options.file)->required();
    counted->callback([&] { books(options); });

    auto* late = app.add_subcommand("lateness", "reads how late escalations were written");
    late->add_option("--database", options.file)->required();
    late->callback([&] { lateness(options); });
}

} // namespace

int main(int argc, char** argv)
try {
    CLI::App app{"The parts of Heard's benchmark; tests/bench/run uses them."};
    app.require_subcommand(1);
    Options options;
    add_load(app, options);
    add_servers_and_disk(app, options);
    add_fill(app, options);
    add_pages(app, options);
    add_readings(app, options);
    CLI11_PARSE(app, argc, argv);
    return 0;
} catch (const std::exception& error) {
    std::cerr << "heard_bench: " << error.what() << "\n";
    return 1;
}
