// A file that other programs see whole, or as it was before: never half-written.
// Knows nothing of what is in it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace heard::daemon {

/// `later` leaves it to the system when the bytes reach the disk: for files that come by the
/// thousand and are made again by the same command.
enum class Flush { now, later };

/// Writes beside `file` and renames. Throws std::runtime_error, saying what to do, and leaves
/// nothing behind; also where something stands that is not a file: who writes to a device means
/// something else.
void write_whole(const std::filesystem::path& file, std::string_view bytes,
                 Flush flush = Flush::now);

/// The same for what a command line names: `-` is standard output.
void write_whole_or_print(const std::string& name, std::string_view bytes);

} // namespace heard::daemon
