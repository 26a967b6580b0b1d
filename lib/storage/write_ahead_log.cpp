#include "storage/write_ahead_log.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace heard::storage {

namespace {

// The file format is at sqlite.org/fileformat2.html, 4.1 and 4.2.
constexpr std::size_t header_bytes = 32;
constexpr std::size_t round_at = 16;
constexpr std::size_t sum_at = 24;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::uint32_t magic = 0x377f0682; // One more: checksums over big-endian words.
constexpr std::size_t page_bytes_min = 512;
constexpr std::size_t page_bytes_max = 65536;
// What somebody is writing to a log right now looks otherwise by then.
constexpr std::chrono::milliseconds second_look{50};

using Bytes = std::vector<unsigned char>;

std::uint32_t big(const unsigned char* at)
{
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
           std::uint32_t{at[3]};
}

std::uint32_t little(const unsigned char* at)
{
    return std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[1]} << 8 |
           std::uint32_t{at[0]};
}

/// The log's running checksum, from its header to its last frame.
struct Sum
{
    bool big_endian = false;
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    void add(const unsigned char* bytes, std::size_t count)
    {
        const auto word = big_endian ? big : little;
        for (std::size_t at = 0; at + 8 <= count; at += 8) {
            first += word(bytes + at) + second;
            second += word(bytes + at + 4) + first;
        }
    }

    bool stands_at(const unsigned char* at) const
    {
        return big(at) == first && big(at + 4) == second;
    }
};

struct Frame
{
    const unsigned char* at;

    std::uint32_t page() const { return big(at); }
    bool ends_transaction() const { return big(at + 4) != 0; }
    /// Two numbers that every round of the log has anew: older frames stay in the file until they
    /// are written over.
    const unsigned char* round() const { return at + 8; }
    const unsigned char* sum() const { return at + 16; }
    const unsigned char* content() const { return at + frame_header_bytes; }
};

Bytes read_all(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    Bytes bytes(in ? std::filesystem::file_size(file) : 0);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    if (in.bad())
        throw std::system_error{EIO, std::generic_category(), "cannot read " + file.string()};
    return bytes;
}

/// Of the database file; 0 when it does not say. (The log says it too, but may be damaged.)
std::size_t page_bytes_of(const std::filesystem::path& database)
{
    std::array<unsigned char, 18> header{};
    std::ifstream in{database, std::ios::binary};
    in.read(reinterpret_cast<char*>(header.data()), header.size());
    const std::size_t said = std::size_t{header[16]} << 8 | header[17];
    const auto bytes = said == 1 ? page_bytes_max : said;
    return std::has_single_bit(bytes) && bytes >= page_bytes_min ? bytes : 0;
}

/// Goes through the frames of one log.
class Reading
{
public:
    Reading(const Bytes& log, std::size_t page_bytes)
        : log_{log}
        , frame_bytes_{frame_header_bytes + page_bytes}
        , page_bytes_{page_bytes}
        , round_{log.data() + round_at}
        , sum_{(big(log.data()) & 1) != 0}
    {}

    LogState read()
    {
        auto at = header_bytes;
        if (is_header_whole())
            at = read_frames();
        else if (log_.size() >= header_bytes + frame_bytes_)
            round_ = frame_at(at).round();
        // One transaction at most was being written when the lights went out; a second end behind
        // the damaged place means that the first had been acknowledged.
        const auto ends = count_ends_from(at);
        if (ends > 1) {
            state_.damaged_at = at;
            state_.lost = ends;
        }
        return std::move(state_);
    }

private:
    bool is_header_whole()
    {
        sum_.add(log_.data(), sum_at);
        return (big(log_.data()) & ~1U) == magic && big(log_.data() + 8) == page_bytes_ &&
               sum_.stands_at(log_.data() + sum_at);
    }

    /// Gives the place of the first frame that does not count.
    std::size_t read_frames()
    {
        std::set<std::uint32_t> pending;
        auto at = header_bytes;
        for (; at + frame_bytes_ <= log_.size() && is_whole(frame_at(at)); at += frame_bytes_) {
            pending.insert(frame_at(at).page());
            if (frame_at(at).ends_transaction())
                state_.pages.merge(pending);
        }
        return at;
    }

    bool is_whole(const Frame& frame)
    {
        sum_.add(frame.at, 8);
        sum_.add(frame.content(), page_bytes_);
        return is_of_this_round(frame) && sum_.stands_at(frame.sum());
    }

    bool is_of_this_round(const Frame& frame) const
    {
        return std::equal(round_, round_ + 8, frame.round());
    }

    std::int64_t count_ends_from(std::size_t at) const
    {
        std::int64_t count = 0;
        for (; at + frame_bytes_ <= log_.size(); at += frame_bytes_)
            count += is_of_this_round(frame_at(at)) && frame_at(at).ends_transaction();
        return count;
    }

    Frame frame_at(std::size_t at) const { return {log_.data() + at}; }

    const Bytes& log_;
    std::size_t frame_bytes_;
    std::size_t page_bytes_;
    const unsigned char* round_;
    Sum sum_;
    LogState state_;
};

} // namespace

LogState read_log(const std::filesystem::path& database)
{
    const auto log = read_all(database.string() + "-wal");
    const auto page_bytes = page_bytes_of(database);
    return log.size() < header_bytes || page_bytes == 0 ? LogState{}
                                                        : Reading{log, page_bytes}.read();
}

LogState read_log_twice(const std::filesystem::path& database)
{
    auto log = read_log(database);
    if (log.lost == 0)
        return log;
    std::this_thread::sleep_for(second_look);
    auto again = read_log(database);
    if (again != log)
        again.lost = 0;
    return again;
}

} // namespace heard::storage
