#include "bench/load.hpp"

#include "bench/socket.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace heard::bench {

namespace {

struct Line
{
    Socket socket;
    Steady::time_point began_at = {};
    std::string arrived = {};
};

class Generator
{
public:
    Generator(const LoadOptions& options, const std::vector<std::string>& requests);
    ~Generator() { ::close(poll_); }
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;

    Load run();

private:
    bool may_send() const { return next_ < requests_.size() && Steady::now() < end_; }
    Steady::time_point planned(std::size_t request) const;
    void send_what_is_due();
    int wait_ms() const;
    void receive(Line& line);

    LoadOptions options_;
    const std::vector<std::string>& requests_;
    std::vector<Line> lines_;
    std::vector<Line*> idle_;
    int poll_;
    std::size_t next_ = 0;
    Steady::time_point begin_;
    Steady::time_point end_;
    Load load_;
};

Generator::Generator(const LoadOptions& options, const std::vector<std::string>& requests)
    : options_{options}
    , requests_{requests}
    , poll_{::epoll_create1(EPOLL_CLOEXEC)}
{
    lines_.reserve(static_cast<std::size_t>(options.connections)); // They are pointed at.
    for (int i = 0; i < options.connections; ++i) {
        auto& line = lines_.emplace_back(Line{Socket{options.port}});
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &line;
        if (::epoll_ctl(poll_, EPOLL_CTL_ADD, line.socket.descriptor(), &event) != 0)
            throw std::system_error{errno, std::generic_category(), "cannot wait for a socket"};
        idle_.push_back(&line);
    }
}

Load Generator::run()
{
    begin_ = Steady::now();
    end_ = begin_ + options_.span;
    std::array<epoll_event, 64> events{};
    while (true) {
        send_what_is_due();
        if (idle_.size() == lines_.size() && !may_send())
            break;
        const int count = ::epoll_wait(poll_, events.data(), events.size(), wait_ms());
        for (int i = 0; i < count; ++i)
            receive(*static_cast<Line*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    load_.seconds = std::chrono::duration<double>(Steady::now() - begin_).count();
    return std::move(load_);
}

Steady::time_point Generator::planned(std::size_t request) const
{
    const std::chrono::duration<double> offset{static_cast<double>(request) / options_.rate};
    return begin_ + std::chrono::duration_cast<Steady::duration>(offset);
}

void Generator::send_what_is_due()
{
    while (!idle_.empty() && may_send()) {
        const auto now = Steady::now();
        const auto due = options_.rate > 0 ? planned(next_) : now;
        if (due > now)
            return;
        auto* const line = idle_.back();
        idle_.pop_back();
        line->began_at = due; // A server that falls behind cannot hide it.
        line->socket.send(requests_[next_++]);
    }
}

/// Until an answer comes, or the next request is due.
int Generator::wait_ms() const
{
    if (options_.rate <= 0 || idle_.empty() || !may_send())
        return idle_.size() == lines_.size() ? 0 : -1;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(planned(next_) - Steady::now());
    return static_cast<int>(std::max<std::int64_t>(wait.count(), 0));
}

void Generator::receive(Line& line)
{
    line.socket.receive(line.arrived);
    const auto answer = answer_in(line.arrived);
    if (answer.status == 0)
        return;
    load_.latencies.add(Steady::now() - line.began_at);
    ++(answer.status < 400 ? load_.taken_in : load_.refused);
    line.arrived.erase(0, answer.size);
    idle_.push_back(&line);
}

} // namespace

Load run_load(const LoadOptions& options, const std::vector<std::string>& requests)
{
    Generator generator{options, requests};
    return generator.run();
}

} // namespace heard::bench
