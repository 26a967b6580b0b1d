#include "daemon/config_files.hpp"

#include "daemon/portrait.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace heard::daemon {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t secret_size_max = 64 << 10;
constexpr std::string_view credential_prefix = "credential:";

std::string last_system_error()
{
    return std::generic_category().message(errno);
}

std::unexpected<std::string> unreadable(std::string_view text, std::string_view reason)
{
    return std::unexpected(in_quotes(text) + " cannot be read (" + std::string(reason) +
                           "); write the path of a file that this program may read");
}

} // namespace

std::expected<std::string, std::string> read_file(const fs::path& file, std::size_t size_max)
{
    // Opening a folder succeeds; only reading it fails, and without a reason.
    if (std::error_code ignored; fs::is_directory(file, ignored))
        return std::unexpected(std::generic_category().message(EISDIR));
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(last_system_error());

    std::string bytes(size_max + 1, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad())
        return std::unexpected(last_system_error());
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > size_max)
        return std::unexpected("it is longer than " + std::to_string(size_max) + " bytes");
    return bytes;
}

SettingsFolder::SettingsFolder(fs::path folder)
    : folder_(std::move(folder))
{}

Meaning<fs::path> SettingsFolder::path(std::string_view text) const
{
    if (text.empty() || text.contains('\0'))
        return std::unexpected(in_quotes(text) + " is not a path; write one such as "
                                                 "\"/var/lib/heard/mail\", or leave the line out");
    return (folder_ / text).lexically_normal();
}

Meaning<fs::path> SettingsFolder::readable(std::string_view text) const
{
    auto file = path(text);
    if (!file)
        return file;
    // A FIFO or a device would keep us waiting.
    if (std::error_code error; !fs::is_regular_file(*file, error))
        return unreadable(text, error ? error.message() : "it is not a file");
    if (!std::ifstream(*file))
        return unreadable(text, last_system_error());
    return file;
}

Meaning<OwnerPhoto> SettingsFolder::photo(std::string_view text) const
{
    const auto file = readable(text);
    if (!file)
        return std::unexpected(file.error());
    const auto bytes = read_file(*file, picture_size_max);
    if (!bytes)
        return unreadable(text, bytes.error());
    auto portrait = portrait_of(*bytes, portrait_on_page);
    if (!portrait)
        return std::unexpected(in_quotes(text) + std::string{portrait.error()});
    return OwnerPhoto{*file, *std::move(portrait)};
}

Meaning<std::string> SettingsFolder::secret(std::string_view text, std::size_t size_min) const
{
    const auto file = secret_path(text);
    if (!file)
        return std::unexpected(file.error());
    auto bytes = read_file(*file, secret_size_max);
    if (!bytes)
        return unreadable(text, bytes.error());
    // Editors and `echo` put a line end behind what they write; it is not part of the secret.
    if (bytes->ends_with('\n'))
        bytes->pop_back();
    if (bytes->size() >= size_min)
        return bytes;
    return std::unexpected(in_quotes(text) + " holds " + std::to_string(bytes->size()) +
                           " of at least " + std::to_string(size_min) +
                           " bytes; make one with: head -c 48 /dev/urandom | base64 > FILE");
}

Meaning<fs::path> SettingsFolder::secret_path(std::string_view text) const
{
    if (!text.starts_with(credential_prefix))
        return path(text);
    const auto name = text.substr(credential_prefix.size());
    if (name.empty() || name == ".." || name == "." || name.find_first_of({"/\0", 2}) != name.npos)
        return std::unexpected(in_quotes(text) +
                               " is not a credential; write \"credential:NAME\" without slashes");
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder)
        return std::unexpected(
            in_quotes(text) + " is not there outside systemd; write LoadCredential=" +
            std::string(name) + ":/path into the unit, or the path of a file here");
    return fs::path(folder) / name;
}

} // namespace heard::daemon
