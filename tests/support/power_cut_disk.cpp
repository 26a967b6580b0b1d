#include "tests/support/power_cut_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace heard {

namespace {

using Bytes = std::vector<unsigned char>;

// What a disk writes whole or not at all.
constexpr std::size_t sector_bytes = 512;
constexpr std::size_t name_bytes_max = 512;

/// One write, or, without bytes, a truncation to `offset`.
struct Change
{
    std::size_t offset = 0;
    Bytes bytes;
};

void write_into(const Change& change, Bytes& content)
{
    if (change.bytes.empty()) {
        content.resize(std::min(content.size(), change.offset));
        return;
    }
    content.resize(std::max(content.size(), change.offset + change.bytes.size()));
    std::copy(change.bytes.begin(), change.bytes.end(),
              content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

/// The parts of a write that a disk can keep or lose each by itself.
std::vector<Change> sectors_of(const Change& change)
{
    if (change.bytes.empty())
        return {change};
    std::vector<Change> sectors;
    for (std::size_t done = 0; done < change.bytes.size();) {
        const auto offset = change.offset + done;
        const auto count =
            std::min(sector_bytes - offset % sector_bytes, change.bytes.size() - done);
        const auto from = change.bytes.begin() + static_cast<std::ptrdiff_t>(done);
        sectors.push_back({offset, Bytes{from, from + static_cast<std::ptrdiff_t>(count)}});
        done += count;
    }
    return sectors;
}

} // namespace

struct PowerCutDisk::File
{
    Bytes content;               ///< As the running system sees it.
    Bytes synced;                ///< As the disk has it.
    std::vector<Change> changes; ///< From `synced` to `content`, in order.

    // Of the running process.
    std::vector<std::unique_ptr<Bytes>> shared_memory;
    std::array<int, SQLITE_SHM_NLOCK> shared_locks{};
    std::array<const Handle*, SQLITE_SHM_NLOCK> exclusive_locks{};
    int readers = 0;
    const Handle* writer = nullptr;

    void change(Change change)
    {
        write_into(change, content);
        changes.push_back(std::move(change));
    }
    void sync()
    {
        for (const auto& change : changes)
            write_into(change, synced);
        changes.clear();
    }
    void forget_process()
    {
        shared_memory.clear();
        shared_locks.fill(0);
        exclusive_locks.fill(nullptr);
        readers = 0;
        writer = nullptr;
    }
};

/// SQLite keeps it in memory of its own and knows only the base.
struct PowerCutDisk::Handle : sqlite3_file
{
    PowerCutDisk* disk;
    std::shared_ptr<File> file;
    int process;
    bool syncs_directory; ///< A new log: its first sync makes its name durable too.
    int level = SQLITE_LOCK_NONE;
    std::array<bool, SQLITE_SHM_NLOCK> shares{};

    bool alive() const { return !disk->dead_ && process == disk->process_; }
    /// For whatever changes the disk.
    bool may_change() const { return process == disk->process_ && disk->count_call(); }
};

/// The functions SQLite calls. Nothing may be thrown through it.
struct PowerCutDisk::Methods
{
    static Handle& handle(sqlite3_file* file) { return *static_cast<Handle*>(file); }
    /// Of the one that is plugged in: others may have kept a copy of the VFS, so it cannot point to
    /// its disk.
    static inline PowerCutDisk* plugged_in = nullptr;
    static PowerCutDisk& disk() { return *plugged_in; }
    static sqlite3_vfs& vfs();

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* memory, int flags,
                    int* flags_out) noexcept;
    static int remove(sqlite3_vfs*, const char* name, int sync_directory) noexcept;
    static int access(sqlite3_vfs*, const char* name, int flags, int* result) noexcept;
    static int full_path(sqlite3_vfs*, const char* name, int size, char* out) noexcept;
    static int randomness(sqlite3_vfs*, int count, char* out) noexcept;
    static int sleep(sqlite3_vfs*, int micros) noexcept { return micros; }
    static int current_time(sqlite3_vfs*, double* days) noexcept
    {
        *days = 2460000.5; // Nobody asks SQLite for the time.
        return SQLITE_OK;
    }
    static int last_error(sqlite3_vfs*, int, char*) noexcept { return 0; }

    static int close(sqlite3_file* file) noexcept;
    static int read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) noexcept;
    static int write(sqlite3_file* file, const void* from, int count,
                     sqlite3_int64 offset) noexcept;
    static int truncate(sqlite3_file* file, sqlite3_int64 size) noexcept;
    static int sync(sqlite3_file* file, int flags) noexcept;
    static int size(sqlite3_file* file, sqlite3_int64* out) noexcept;
    static int lock(sqlite3_file* file, int level) noexcept;
    static int unlock(sqlite3_file* file, int level) noexcept;
    static int is_reserved(sqlite3_file* file, int* out) noexcept;
    static int control(sqlite3_file*, int, void*) noexcept { return SQLITE_NOTFOUND; }
    static int sector_size(sqlite3_file*) noexcept { return sector_bytes; }
    /// As SQLite takes every disk on Linux: a write harms no byte beside it.
    static int characteristics(sqlite3_file*) noexcept { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
    static int map_shared(sqlite3_file* file, int region, int bytes, int extend,
                          void volatile** out) noexcept;
    static int lock_shared(sqlite3_file* file, int offset, int count, int flags) noexcept;
    static void barrier(sqlite3_file*) noexcept {}
    static int unmap_shared(sqlite3_file* file, int remove) noexcept;

    static const sqlite3_io_methods table;
};

const sqlite3_io_methods PowerCutDisk::Methods::table = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int PowerCutDisk::Methods::open(sqlite3_vfs*, const char* name, sqlite3_file* memory, int flags,
                                int* flags_out) noexcept
{
    memory->pMethods = nullptr;
    auto& self = disk();
    if (self.dead_)
        return SQLITE_CANTOPEN;
    const auto found = name ? self.directory_.find(name) : self.directory_.end();
    const bool fresh = found == self.directory_.end();
    if (fresh && name && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    auto file = fresh ? std::make_shared<File>() : found->second;
    if (fresh && name)
        self.directory_.emplace(name, file);
    const bool is_log = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
    auto* handle = new (memory) Handle{{}, &self, std::move(file), self.process_, fresh && is_log};
    handle->pMethods = &table;
    if (flags_out)
        *flags_out = flags;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::remove(sqlite3_vfs*, const char* name, int sync_directory) noexcept
{
    auto& self = disk();
    if (!self.count_call())
        return SQLITE_IOERR_DELETE;
    if (self.directory_.erase(name) == 0)
        return SQLITE_IOERR_DELETE_NOENT;
    if (sync_directory)
        self.synced_directory_ = self.directory_;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::access(sqlite3_vfs*, const char* name, int flags, int* result) noexcept
{
    const auto& directory = disk().directory_;
    const auto found = directory.find(name);
    // As SQLite on Linux: an empty file counts as not there.
    const bool there = found != directory.end() &&
                       (flags != SQLITE_ACCESS_EXISTS || !found->second->content.empty());
    *result = there ? 1 : 0;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::full_path(sqlite3_vfs*, const char* name, int size, char* out) noexcept
{
    const std::string_view text{name};
    if (text.size() >= static_cast<std::size_t>(size))
        return SQLITE_CANTOPEN;
    *std::copy(text.begin(), text.end(), out) = '\0';
    return SQLITE_OK;
}

int PowerCutDisk::Methods::randomness(sqlite3_vfs*, int count, char* out) noexcept
{
    auto& dice = disk().random_bytes_;
    std::generate_n(out, count, [&dice] { return static_cast<char>(dice.below(256)); });
    return count;
}

int PowerCutDisk::Methods::close(sqlite3_file* file) noexcept
{
    unlock(file, SQLITE_LOCK_NONE);
    handle(file).~Handle();
    return SQLITE_OK;
}

int PowerCutDisk::Methods::read(sqlite3_file* file, void* out, int count,
                                sqlite3_int64 offset) noexcept
{
    if (!handle(file).alive())
        return SQLITE_IOERR_READ;
    const auto& content = handle(file).file->content;
    const auto wanted = static_cast<std::size_t>(count);
    const auto from = std::min(static_cast<std::size_t>(offset), content.size());
    const auto there = std::min(wanted, content.size() - from);
    auto* bytes = static_cast<unsigned char*>(out);
    std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(from), there, bytes);
    std::fill(bytes + there, bytes + wanted, static_cast<unsigned char>(0));
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int PowerCutDisk::Methods::write(sqlite3_file* file, const void* from, int count,
                                 sqlite3_int64 offset) noexcept
{
    if (!handle(file).may_change())
        return SQLITE_IOERR_WRITE;
    const auto end = static_cast<std::size_t>(offset) + static_cast<std::size_t>(count);
    if (handle(file).disk->full_ && end > handle(file).file->content.size())
        return SQLITE_FULL;
    const auto* bytes = static_cast<const unsigned char*>(from);
    handle(file).file->change({static_cast<std::size_t>(offset), Bytes{bytes, bytes + count}});
    return SQLITE_OK;
}

int PowerCutDisk::Methods::truncate(sqlite3_file* file, sqlite3_int64 size) noexcept
{
    if (!handle(file).may_change())
        return SQLITE_IOERR_TRUNCATE;
    handle(file).file->change({static_cast<std::size_t>(size), {}});
    return SQLITE_OK;
}

int PowerCutDisk::Methods::sync(sqlite3_file* file, int) noexcept
{
    auto& self = handle(file);
    if (!self.may_change())
        return SQLITE_IOERR_FSYNC;
    self.file->sync();
    if (std::exchange(self.syncs_directory, false))
        self.disk->synced_directory_ = self.disk->directory_;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::size(sqlite3_file* file, sqlite3_int64* out) noexcept
{
    *out = static_cast<sqlite3_int64>(handle(file).file->content.size());
    return handle(file).alive() ? SQLITE_OK : SQLITE_IOERR_FSTAT;
}

int PowerCutDisk::Methods::lock(sqlite3_file* file, int level) noexcept
{
    auto& self = handle(file);
    if (!self.alive())
        return SQLITE_IOERR_LOCK;
    if (level <= self.level)
        return SQLITE_OK;
    auto& held = *self.file;
    const bool others_write = held.writer && held.writer != &self;
    const bool others_read = held.readers > (self.level >= SQLITE_LOCK_SHARED ? 1 : 0);
    if (others_write || (level == SQLITE_LOCK_EXCLUSIVE && others_read))
        return SQLITE_BUSY;
    if (self.level == SQLITE_LOCK_NONE)
        ++held.readers;
    if (level >= SQLITE_LOCK_RESERVED)
        held.writer = &self;
    self.level = level;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::unlock(sqlite3_file* file, int level) noexcept
{
    auto& self = handle(file);
    if (self.process != self.disk->process_ || level >= self.level)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_NONE)
        --self.file->readers;
    if (self.file->writer == &self)
        self.file->writer = nullptr;
    self.level = level;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::is_reserved(sqlite3_file* file, int* out) noexcept
{
    *out = handle(file).file->writer ? 1 : 0;
    return SQLITE_OK;
}

int PowerCutDisk::Methods::map_shared(sqlite3_file* file, int region, int bytes, int extend,
                                      void volatile** out) noexcept
{
    *out = nullptr;
    if (!handle(file).alive())
        return SQLITE_IOERR_SHMMAP;
    auto& regions = handle(file).file->shared_memory;
    const auto wanted = static_cast<std::size_t>(region);
    if (wanted >= regions.size() && !extend)
        return SQLITE_OK;
    while (wanted >= regions.size())
        regions.push_back(std::make_unique<Bytes>(static_cast<std::size_t>(bytes)));
    *out = regions[wanted]->data();
    return SQLITE_OK;
}

int PowerCutDisk::Methods::lock_shared(sqlite3_file* file, int offset, int count,
                                       int flags) noexcept
{
    auto& self = handle(file);
    if (!self.alive())
        return SQLITE_IOERR_SHMLOCK;
    auto& held = *self.file;
    const bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
    const auto begin = static_cast<std::size_t>(offset);
    const auto end = begin + static_cast<std::size_t>(count);
    if (flags & SQLITE_SHM_LOCK)
        for (auto i = begin; i < end; ++i) {
            const bool taken = held.exclusive_locks[i] && held.exclusive_locks[i] != &self;
            const bool read = held.shared_locks[i] > (self.shares[i] ? 1 : 0);
            if (taken || (exclusive && read))
                return SQLITE_BUSY;
        }
    for (auto i = begin; i < end; ++i) {
        if (exclusive) {
            held.exclusive_locks[i] = flags & SQLITE_SHM_LOCK ? &self : nullptr;
            continue;
        }
        const bool share = flags & SQLITE_SHM_LOCK;
        held.shared_locks[i] += static_cast<int>(share) - static_cast<int>(self.shares[i]);
        self.shares[i] = share;
    }
    return SQLITE_OK;
}

// The regions stay until the process ends: the next connection finds a log that fits them, or makes
// them anew.
int PowerCutDisk::Methods::unmap_shared(sqlite3_file* file, int remove) noexcept
{
    auto& self = handle(file);
    if (self.process == self.disk->process_ && remove)
        self.file->shared_memory.clear();
    return SQLITE_OK;
}

sqlite3_vfs& PowerCutDisk::Methods::vfs()
{
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made{};
        made.iVersion = 1;
        made.szOsFile = sizeof(Handle);
        made.mxPathname = name_bytes_max;
        made.zName = "heard-power-cut-disk";
        made.xOpen = open;
        made.xDelete = remove;
        made.xAccess = access;
        made.xFullPathname = full_path;
        made.xRandomness = randomness;
        made.xSleep = sleep;
        made.xCurrentTime = current_time;
        made.xGetLastError = last_error;
        return made;
    }();
    return vfs;
}

PowerCutDisk::PowerCutDisk()
    : vfs_before_{sqlite3_vfs_find(nullptr)}
{
    Methods::plugged_in = this;
    sqlite3_vfs_register(&Methods::vfs(), 1);
    // SQLite seeds its own random numbers once; from now on with ours.
    sqlite3_randomness(0, nullptr);
}

PowerCutDisk::~PowerCutDisk()
{
    sqlite3_vfs_unregister(&Methods::vfs());
    sqlite3_vfs_register(vfs_before_, 1);
    Methods::plugged_in = nullptr;
}

bool PowerCutDisk::count_call()
{
    if (dead_)
        return false;
    ++calls_;
    dead_ = calls_left_ > 0 && --calls_left_ == 0;
    return !dead_;
}

void PowerCutDisk::start_again()
{
    dead_ = false;
    calls_left_ = 0;
    ++process_;
    for (auto& [name, file] : directory_)
        file->forget_process();
}

void PowerCutDisk::cut_power(std::uint64_t seed)
{
    dead_ = true;
    Dice dice{seed};
    // By name, not by address: a seed must decide the same every time.
    for (const auto* directory : {&directory_, &synced_directory_})
        for (const auto& [name, file] : *directory)
            cut_power_of(*file, dice);
    cut_power_of_directory(dice);
}

// All of it lost, all of it kept, the first part of it, or some sectors here and there.
void PowerCutDisk::cut_power_of(File& file, Dice& dice)
{
    enum Way { lost, kept, first_part, here_and_there };
    const auto way = static_cast<Way>(dice.below(4));
    std::vector<Change> sectors;
    for (const auto& change : file.changes)
        for (auto& sector : sectors_of(change))
            sectors.push_back(std::move(sector));
    const auto first = way == first_part ? dice.below(sectors.size() + 1) : 0;
    const auto share = static_cast<int>(dice.between(10, 95));
    const auto size_before = file.synced.size();
    for (std::size_t i = 0; i < sectors.size(); ++i) {
        const bool stays =
            way == kept || i < first || (way == here_and_there && dice.percent(share));
        if (stays)
            write_into(sectors[i], file.synced);
    }
    // The new length of a file is written by itself too.
    if (way == here_and_there && file.synced.size() > size_before && dice.percent(25))
        file.synced.resize(size_before);
    file.content = file.synced;
    file.changes.clear();
}

void PowerCutDisk::cut_power_of_directory(Dice& dice)
{
    Directory left;
    for (const auto& [name, file] : synced_directory_)
        if (const auto now = directory_.find(name);
            (now != directory_.end() && now->second == file) || dice.percent(50))
            left.emplace(name, file);
    for (const auto& [name, file] : directory_)
        if (!synced_directory_.contains(name) && dice.percent(50))
            left.emplace(name, file);
    directory_ = left;
    synced_directory_ = std::move(left);
}

} // namespace heard
