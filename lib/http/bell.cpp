#include "http/bell.hpp"

namespace heard::http {

Bell::Ear::Ear(Bell& bell, Topic topic, Stream& stream)
    : bell_(bell)
    , at_(bell.ears_.emplace(topic, &stream))
{
    bell_.listening_.fetch_add(1, std::memory_order_relaxed);
}

Bell::Ear::~Ear()
{
    bell_.ears_.erase(at_);
    bell_.listening_.fetch_sub(1, std::memory_order_relaxed);
}

void Bell::ring(Topic topic)
{
    const auto [first, last] = ears_.equal_range(topic);
    for (auto ear = first; ear != last; ++ear)
        ear->second->wake();
}

} // namespace heard::http
