// The line of those for whom we wait: the longest wait stands in front. When the house is full, it
// is from the front that somebody has to go. Knows nobody in it.
#pragma once

#include <list>

namespace heard::http {

class Connection;

using Line = std::list<Connection*>;

/// One connection's place in the line, or out of it. To be destroyed before the line. Thread: I/O.
class Place
{
public:
    Place(Line& line, Connection* who)
        : line_(line)
        , outside_{who}
        , at_(outside_.begin())
    {}
    ~Place() { leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    /// Stands at the end, wherever it stood before.
    void join()
    {
        leave();
        line_.splice(line_.end(), outside_);
    }
    void leave()
    {
        if (outside_.empty())
            outside_.splice(outside_.end(), line_, at_);
    }

private:
    Line& line_;
    Line outside_; ///< Holds the node while it is out of the line, so that nothing is allocated.
    Line::iterator at_;
};

} // namespace heard::http
