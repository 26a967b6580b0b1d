// Wakes the streams that wait for news of a topic. Knows neither what a topic is nor what is new.
#pragma once

#include "http/stream.hpp"

#include <atomic>
#include <cstdint>
#include <map>

namespace heard::http {

/// Thread: I/O, but for anybody_listens().
class Bell
{
public:
    using Topic = std::int64_t;

    /// Keeps a stream listening for as long as it lives; not longer than the bell and the stream.
    class Ear
    {
    public:
        Ear(Bell& bell, Topic topic, Stream& stream);
        ~Ear();
        Ear(const Ear&) = delete;
        Ear& operator=(const Ear&) = delete;

    private:
        Bell& bell_;
        std::multimap<Topic, Stream*>::iterator at_;
    };

    void ring(Topic topic);
    /// Thread: any. Whether it is worth the way to ring.
    bool anybody_listens() const { return listening_.load(std::memory_order_relaxed) > 0; }

private:
    std::multimap<Topic, Stream*> ears_;
    std::atomic<std::size_t> listening_{0};
};

} // namespace heard::http
