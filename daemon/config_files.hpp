// The files that the settings name: secrets, the owner's photo, certificates. Paths count from the
// folder of the settings file. Reads and checks; writes nothing, and never puts what it read into a
// message.
#pragma once

#include "daemon/config.hpp"
#include "daemon/config_values.hpp"

namespace heard::daemon {

/// The whole of a file. Errors: the system's own words, or that it is longer than `size_max` bytes.
std::expected<std::string, std::string> read_file(const std::filesystem::path& file,
                                                  std::size_t size_max);

/// Of a picture; the largest that phones write has half of it.
inline constexpr std::size_t picture_size_max = 32 << 20;

class SettingsFolder
{
public:
    explicit SettingsFolder(std::filesystem::path folder);

    /// A path, which need not exist.
    Meaning<std::filesystem::path> path(std::string_view text) const;
    /// A file that can be read.
    Meaning<std::filesystem::path> readable(std::string_view text) const;
    /// A JPEG, PNG or WebP, whatever its name, made small here and now.
    Meaning<OwnerPhoto> photo(std::string_view text) const;

    /// The bytes of a file without one line end at the end. `credential:NAME` reads a systemd
    /// credential (systemd.exec(5)). Errors also when there are fewer than `size_min`.
    Meaning<std::string> secret(std::string_view text, std::size_t size_min) const;

private:
    Meaning<std::filesystem::path> secret_path(std::string_view text) const;

    std::filesystem::path folder_;
};

} // namespace heard::daemon
