// Pages that know when they were changed: a thin layer between SQLite and the disk (a VFS) that
// keeps a checksum of every page of the database file in the page's last eight bytes. It is written
// with each page and compared with each page read, so that a flipped, zeroed or misplaced byte is
// found the moment somebody reads it. Knows pages and their numbers; knows neither SQL nor rows.
//
// Only the database file itself has them. The write-ahead log has checksums of its own
// (write_ahead_log.hpp). In both, a used-up quota counts as a full disk.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

struct sqlite3_file;

namespace heard::storage {

/// Bytes that each page of a database with checksums keeps free of rows, at its end.
inline constexpr int checksum_bytes = 8;

/// What the header of a database with checksums says it is (`pragma application_id`): "Hrd1". It
/// stands beside the number of free bytes so that a flip in either of them does not take the
/// checksums off.
inline constexpr std::int32_t checksum_application = 0x48726431;

/// The name of the layer over the VFS that is SQLite's default now, for sqlite3_open_v2. Throws
/// Error when SQLite has no memory for it. Thread: any.
const char* checking_vfs();

/// Whether the pages of that file carry checksums. It was opened through the layer, and so it is
/// below.
bool has_checksums(sqlite3_file* file);

/// From now on pages of that file are read as they are, broken or not.
void ignore_checksums(sqlite3_file* file);

/// Pages of such a file that are not as they were written, lowest first, at most `count_max`; one
/// that is missing at the end of the file is one of them. Reads all of the file, also what no row
/// stands on. One page may be found broken in vain while somebody is writing it.
std::vector<std::uint32_t> broken_pages(sqlite3_file* file, std::size_t count_max);

using Checksum = std::array<unsigned char, checksum_bytes>;

/// The checksum of page `number` (the first is 1) whose bytes before the checksum are `content`, a
/// multiple of eight. Any change within eight bytes that begin at a multiple of eight, and any
/// other page number, gives another checksum for certain; anything else does but for one case in
/// 2^64.
Checksum checksum_of(std::span<const unsigned char> content, std::uint32_t number);

} // namespace heard::storage
