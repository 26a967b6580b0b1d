// A disk for tests, in memory, as a VFS of SQLite. It keeps what was synced; what was written since
// is kept, lost or torn at a power cut, file by file and sector by sector, as a seed decides. A
// process can also die on it between any two writes. Knows no tables and no tickets.
#pragma once

#include "tests/support/dice.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace heard {

/// Thread: one.
class PowerCutDisk
{
public:
    /// From here on it is SQLite's default, and the file system is not touched; one at a time.
    PowerCutDisk();
    ~PowerCutDisk();
    PowerCutDisk(const PowerCutDisk&) = delete;
    PowerCutDisk& operator=(const PowerCutDisk&) = delete;

    /// The process dies at the `count`th write, sync, truncation or deletion from now (1 is the
    /// next): that one and all that follow fail and change nothing. Connections that were open must
    /// be closed before `start_again`.
    void die_after(std::int64_t count) { calls_left_ = count; }
    void die() { dead_ = true; }
    bool dead() const { return dead_; }

    /// Until told otherwise no file grows (SQLITE_FULL); what is there can be written over.
    void fill(bool full) { full_ = full; }
    bool full() const { return full_; }

    /// What a cut leaves, as `seed` decides; the process is dead then too.
    void cut_power(std::uint64_t seed);

    /// Another process on the same machine. What was written and not synced is still there, and may
    /// yet be lost.
    void start_again();

    /// Writes, syncs, truncations and deletions so far.
    std::int64_t calls() const { return calls_; }

private:
    struct File;
    struct Handle;
    struct Methods;
    using Directory = std::map<std::string, std::shared_ptr<File>>;

    /// True when the call may go through.
    bool count_call();
    void cut_power_of(File& file, Dice& dice);
    void cut_power_of_directory(Dice& dice);

    sqlite3_vfs* vfs_before_ = nullptr;
    Directory directory_;        ///< As the running system sees it.
    Directory synced_directory_; ///< As the disk has it.
    Dice random_bytes_{1};
    std::int64_t calls_ = 0;
    std::int64_t calls_left_ = 0; ///< 0: lives.
    bool dead_ = false;
    bool full_ = false;
    int process_ = 0; ///< Handles of earlier processes are void.
};

} // namespace heard
