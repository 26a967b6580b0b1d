#include "storage/page_checksums.hpp"

#include "storage/error.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace heard::storage {

namespace {

// As the file format has them (sqlite.org/fileformat2.html, 1.3): the whole header, where it says
// how many bytes at the end of each page are free, and whose file it is.
constexpr int header_bytes = 100;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr int page_bytes_at = 16;
constexpr int reserved_at = 20;
constexpr int page_count_at = 28;
constexpr int application_at = 68;
constexpr int page_bytes_min = 512;
constexpr int page_bytes_max = 65536;

constexpr std::size_t lanes = 4;

// Checksums are compared byte by byte with what another machine wrote.
static_assert(std::endian::native == std::endian::little);

/// What this layer knows of one open database file. It stands behind the file's own bytes, and
/// `methods` are the file's methods, so that one finds the other.
struct CheckedFile
{
    sqlite3_io_methods methods; // First: the file points here.
    const sqlite3_io_methods* below;
    std::optional<bool> has_checksums; // Unknown until somebody has seen a header.
    bool compare = true;
};

/// A VFS that opens files as `below` does.
struct CheckingVfs
{
    sqlite3_vfs vfs; // First: SQLite points here.
    sqlite3_vfs* below;
    std::string name;
};

static_assert(std::is_standard_layout_v<CheckedFile> && std::is_standard_layout_v<CheckingVfs>);

CheckedFile& checked_file(sqlite3_file* file)
{
    return *reinterpret_cast<CheckedFile*>(const_cast<sqlite3_io_methods*>(file->pMethods));
}

/// Everything that SQLite reads or writes in sizes of a page is a page; the rest are looks at the
/// header.
bool is_page(int size)
{
    return size >= page_bytes_min && size <= page_bytes_max &&
           std::has_single_bit(static_cast<unsigned>(size));
}

std::uint32_t number_at(const unsigned char* bytes)
{
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
}

/// The page on which SQLite locks a file of more than a GiB is never written
/// (fileformat2.html, 1.4).
bool is_lock_page(int page_bytes, sqlite3_int64 at)
{
    constexpr sqlite3_int64 lock_at = 0x40000000;
    return at <= lock_at && lock_at < at + page_bytes;
}

/// 0: it does not say.
int page_bytes_in(const unsigned char* header)
{
    const int said = header[page_bytes_at] << 8 | header[page_bytes_at + 1];
    const int bytes = said == 1 ? page_bytes_max : said;
    return is_page(bytes) ? bytes : 0;
}

/// Nothing when this is no header.
std::optional<bool> says_checksums(const unsigned char* header)
{
    if (std::memcmp(header, magic.data(), magic.size()) != 0)
        return std::nullopt;
    return header[reserved_at] == checksum_bytes ||
           number_at(header + application_at) == std::uint32_t{checksum_application};
}

void note_header(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    if (offset != 0 || size < header_bytes)
        return;
    auto& known = checked_file(file).has_checksums;
    if (const auto said = says_checksums(static_cast<const unsigned char*>(bytes)))
        known = said;
}

Checksum checksum_at(const unsigned char* page, int size, sqlite3_int64 offset)
{
    return checksum_of(std::span{page, static_cast<std::size_t>(size - checksum_bytes)},
                       static_cast<std::uint32_t>(offset / size + 1));
}

bool is_as_written(const unsigned char* page, int size, sqlite3_int64 offset)
{
    const auto checksum = checksum_at(page, size, offset);
    return std::equal(checksum.begin(), checksum.end(), page + size - checksum_bytes);
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset)
{
    const auto& checked = checked_file(file);
    const int result = checked.below->xRead(file, bytes, size, offset);
    // Past the end of the file there is no page yet; that a file is too short, SQLite notices.
    if (result != SQLITE_OK)
        return result;
    note_header(file, bytes, size, offset);
    if (!is_page(size) || !checked.compare || !has_checksums(file))
        return SQLITE_OK;
    return is_as_written(static_cast<const unsigned char*>(bytes), size, offset)
               ? SQLITE_OK
               : SQLITE_IOERR_DATA;
}

/// SQLite knows a full disk, but takes a used-up quota for a broken one.
int write_below(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    errno = 0;
    const int result = checked_file(file).below->xWrite(file, bytes, size, offset);
    return result == SQLITE_IOERR_WRITE && errno == EDQUOT ? SQLITE_FULL : result;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    note_header(file, bytes, size, offset);
    if (!is_page(size) || !has_checksums(file))
        return write_below(file, bytes, size, offset);
    unsigned char page[page_bytes_max]; // SQLite's own page is not ours to change.
    std::memcpy(page, bytes, static_cast<std::size_t>(size - checksum_bytes));
    const auto checksum = checksum_at(page, size, offset);
    std::copy(checksum.begin(), checksum.end(), page + size - checksum_bytes);
    return write_below(file, page, size, offset);
}

std::size_t bytes_of_file_below(const sqlite3_vfs& below)
{
    const auto bytes = static_cast<std::size_t>(below.szOsFile);
    return (bytes + alignof(CheckedFile) - 1) / alignof(CheckedFile) * alignof(CheckedFile);
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out)
{
    auto& below = *reinterpret_cast<CheckingVfs*>(vfs)->below;
    const int result = below.xOpen(&below, name, file, flags, flags_out);
    if (result != SQLITE_OK || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0)
        return result;
    void* place = reinterpret_cast<unsigned char*>(file) + bytes_of_file_below(below);
    auto* checked = std::construct_at(
        static_cast<CheckedFile*>(place),
        CheckedFile{.methods = *file->pMethods, .below = file->pMethods, .has_checksums = {}});
    // Version 2 has no memory-mapped pages, which nobody could compare. SQLite from 3.47 on may
    // also read parts of pages; then SQLITE_IOCAP_SUBPAGE_READ must be taken out here.
    checked->methods.iVersion = std::min(checked->methods.iVersion, 2);
    const bool is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    checked->methods.xRead = is_database ? read : checked->below->xRead;
    checked->methods.xWrite = is_database ? write : write_below;
    file->pMethods = &checked->methods;
    return SQLITE_OK;
}

std::unique_ptr<CheckingVfs> make_vfs(sqlite3_vfs* below)
{
    auto made = std::make_unique<CheckingVfs>(
        CheckingVfs{*below, below, std::string{"heard-checking-"} + below->zName});
    made->vfs.pNext = nullptr;
    made->vfs.zName = made->name.c_str();
    made->vfs.szOsFile = static_cast<int>(bytes_of_file_below(*below) + sizeof(CheckedFile));
    made->vfs.xOpen = open;
    return made;
}

std::uint64_t word_at(const unsigned char* bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// With either of the two known, no two values of the other give the same result.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t word)
{
    return std::rotl(sum ^ word, 29) * 0x9E3779B97F4A7C15ULL;
}

} // namespace

// Another connection may have made the file since it was opened, so whoever does not know yet looks
// at the header. A file without one is just being made, by us: a large copy writes its first page
// last.
bool has_checksums(sqlite3_file* file)
{
    auto& known = checked_file(file);
    unsigned char header[header_bytes];
    if (!known.has_checksums && known.below->xRead(file, header, header_bytes, 0) == SQLITE_OK)
        known.has_checksums = says_checksums(header);
    return known.has_checksums.value_or(true);
}

void ignore_checksums(sqlite3_file* file)
{
    checked_file(file).compare = false;
}

std::vector<std::uint32_t> broken_pages(sqlite3_file* file, std::size_t count_max)
{
    const auto* below = checked_file(file).below;
    std::vector<unsigned char> page(page_bytes_max);
    sqlite3_int64 bytes = 0;
    if (below->xFileSize(file, &bytes) != SQLITE_OK ||
        below->xRead(file, page.data(), header_bytes, 0) != SQLITE_OK)
        return {1};
    const int page_bytes = page_bytes_in(page.data());
    if (page_bytes == 0)
        return {1};
    const auto end = std::max(bytes, number_at(page.data() + page_count_at) *
                                         static_cast<sqlite3_int64>(page_bytes));
    std::vector<std::uint32_t> broken;
    for (sqlite3_int64 at = 0; at < end && broken.size() < count_max; at += page_bytes)
        if (!is_lock_page(page_bytes, at) &&
            (below->xRead(file, page.data(), page_bytes, at) != SQLITE_OK ||
             !is_as_written(page.data(), page_bytes, at)))
            broken.push_back(static_cast<std::uint32_t>(at / page_bytes + 1));
    return broken;
}

const char* checking_vfs()
{
    static std::mutex mutex;
    static std::deque<std::unique_ptr<CheckingVfs>>
        known; // For ever: SQLite keeps pointers to them.
    const std::lock_guard lock{mutex};
    auto* below = sqlite3_vfs_find(nullptr);
    for (const auto& vfs : known)
        if (vfs->below == below)
            return vfs->vfs.zName;
    auto vfs = make_vfs(below);
    if (const int result = sqlite3_vfs_register(&vfs->vfs, 0); result != SQLITE_OK)
        throw Error{result, "cannot add the checksums of pages to SQLite"};
    return known.emplace_back(std::move(vfs))->vfs.zName;
}

// Four sums side by side: each waits for its own multiplication only.
Checksum checksum_of(std::span<const unsigned char> content, std::uint32_t number)
{
    std::array<std::uint64_t, lanes> sums = {number, 1, 2, 3};
    for (std::size_t at = 0; at + sizeof(std::uint64_t) <= content.size();
         at += sizeof(std::uint64_t)) {
        auto& sum = sums[at / sizeof(std::uint64_t) % lanes];
        sum = mixed(sum, word_at(content.data() + at));
    }
    std::uint64_t whole = content.size();
    for (const auto sum : sums)
        whole = mixed(whole, sum);
    whole ^= whole >> 32;
    return std::bit_cast<Checksum>(whole);
}

} // namespace heard::storage
