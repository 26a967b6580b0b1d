#include "daemon/metrics.hpp"

#include "storage/report.hpp"

namespace heard::daemon {

namespace {

class Lines
{
public:
    /// A name, what it counts, and `gauge` or `counter`; samples follow.
    Lines& family(std::string_view name, std::string_view help, std::string_view type)
    {
        name_ = name;
        text_ += "# HELP heard_" + name_ + " ";
        text_ += help;
        text_ += "\n# TYPE heard_" + name_ + " ";
        text_ += type;
        text_ += "\n";
        return *this;
    }

    Lines& sample(std::string_view labels, std::uint64_t value)
    {
        text_ += "heard_" + name_;
        text_ += labels;
        text_ += " " + std::to_string(value) + "\n";
        return *this;
    }

    std::string text() && { return std::move(text_); }

private:
    std::string name_;
    std::string text_;
};

std::string text_of(const storage::PromiseNumbers& promises, const Gauges& gauges)
{
    const auto count = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
    Lines lines;
    lines.family("promises", "Promises by how they stand or ended.", "gauge")
        .sample("{state=\"open\"}", count(promises.open - promises.open_late))
        .sample("{state=\"open_late\"}", count(promises.open_late))
        .sample("{state=\"kept\"}", count(promises.kept))
        .sample("{state=\"answered_late\"}", count(promises.answered_late))
        .sample("{state=\"released\"}", count(promises.released));
    lines.family("letters_stuck", "Letters that have waited for 15 minutes or more.", "gauge")
        .sample("", count(gauges.letters_stuck));
    lines.family("writes_waiting", "Writes that wait for the disk.", "gauge")
        .sample("", gauges.writes_waiting);
    lines.family("connections_open", "Open connections.", "gauge")
        .sample("", gauges.connections_open);
    lines.family("connections_refused_total", "Connections over the limits.", "counter")
        .sample("", gauges.connections_refused);
    lines.family("requests_total", "Requests answered.", "counter")
        .sample("", gauges.requests_served);
    return std::move(lines).text();
}

http::Awaitable<http::Response> answer(storage::Store& store, std::function<Gauges()> gauges,
                                       http::Request request)
{
    if (request.path != "/metrics" || request.method != "GET")
        co_return http::plain(404, "Metrics are at /metrics.\n");
    auto count = [](storage::Transaction& tx) { return storage::promise_numbers(tx); };
    const auto promises = co_await store.read(std::move(count));
    co_return http::bytes("text/plain; version=0.0.4; charset=utf-8", text_of(promises, gauges()),
                          "no-store");
}

} // namespace

http::Handler metrics_page(storage::Store& store, std::function<Gauges()> gauges)
{
    return [&store, gauges = std::move(gauges)](http::Request request) {
        return answer(store, gauges, std::move(request));
    };
}

} // namespace heard::daemon
