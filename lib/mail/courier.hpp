// The seam to the world of mail: somebody who takes one letter and says what became of it.
// Knows neither outbox nor tickets; when to try again is not the courier's business.
#pragma once

#include <string>

namespace heard::mail {

enum class Verdict {
    delivered, ///< In the hands of the next server, or in the folder.
    later,     ///< Not now: the world or our settings are at fault, the letter is not.
    never,     ///< Refused for what it is or whom it is for; trying again gives the same.
};

struct Delivery
{
    Verdict verdict;
    /// One line of printable ASCII, at most 200 characters, for log and banner: `550 5.1.1 no such
    /// user`, `Connection refused`. Holds no address and none of the customer's words.
    std::string detail;
    /// With `later`: it ended before anything was said of the letter, so no other letter would have
    /// fared better.
    bool relay_down = false;
    /// No server was asked at all: it says nothing of any.
    bool not_asked = false;
};

/// One letter to one recipient, ready to go.
struct Parcel
{
    std::string from_email;
    std::string to_email;
    std::string message_id;
    std::string mime; ///< CRLF line ends.
};

/// Thread: any, several at once. Blocks for as long as a delivery takes, which is bounded.
class Courier
{
public:
    virtual ~Courier() = default;
    /// Never throws for what the world does; that is a verdict.
    virtual Delivery deliver(const Parcel& parcel) = 0;
};

} // namespace heard::mail
