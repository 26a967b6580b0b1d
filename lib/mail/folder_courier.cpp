#include "mail/folder_courier.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace heard::mail {
namespace {

namespace fs = std::filesystem;

constexpr mode_t file_mode = 0600;
/// With `.eml`, process and counter behind it still below the 255 bytes that file systems take.
constexpr std::size_t file_name_max = 200;

/// An open file or folder. Closed without a look at the result: what matters was synced before.
class File
{
public:
    File(const fs::path& path, int flags)
        : descriptor_{::open(path.c_str(), flags | O_CLOEXEC, file_mode)}
    {
        require(descriptor_ >= 0);
    }
    ~File() { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            require(written >= 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync() { require(::fsync(descriptor_) == 0); }

    static void require(bool well)
    {
        if (!well)
            throw std::system_error(errno, std::generic_category());
    }

private:
    int descriptor_;
};

/// Makes `folder` for us alone, and its parents as the system makes folders.
void make_folder(const fs::path& folder)
{
    if (fs::exists(folder))
        return;
    if (folder.has_parent_path())
        fs::create_directories(folder.parent_path());
    // Somebody else may have made it in the meantime.
    File::require(::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST);
}

/// A name that no other delivery uses now, in this process or another one on this folder.
std::string unique_suffix()
{
    static std::atomic<std::uint64_t> counter{0};
    return "." + std::to_string(::getpid()) + "." + std::to_string(++counter);
}

void write_synced(const fs::path& path, std::string_view bytes)
{
    File file{path, O_WRONLY | O_CREAT | O_TRUNC};
    file.write(bytes);
    file.sync();
}

void put(const fs::path& folder, const std::string& name, std::string_view bytes)
{
    make_folder(folder);
    for (const auto* part : {"tmp", "new", "cur"})
        make_folder(folder / part);
    const auto draft = folder / "tmp" / (name + unique_suffix());
    try {
        write_synced(draft, bytes);
        fs::rename(draft, folder / "new" / (name + ".eml"));
    } catch (...) {
        std::error_code ignored;
        fs::remove(draft, ignored);
        throw;
    }
    File{folder / "new", O_RDONLY | O_DIRECTORY}.sync();
}

/// FNV-1a, to tell apart long names that begin alike.
std::uint64_t hash(std::string_view text)
{
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
}

std::string hexadecimal(std::uint64_t number, int digits)
{
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%0*llx", digits,
                  static_cast<unsigned long long>(number));
    return text.data();
}

bool is_safe(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"@._-+"}.find(c) != std::string_view::npos;
}

} // namespace

Delivery FolderCourier::deliver(const Parcel& parcel)
{
    try {
        put(folder_, file_name(parcel.message_id), parcel.mime);
        return {Verdict::delivered, "in the folder"};
    } catch (const std::system_error& error) {
        return {Verdict::later, error.code().message(), true};
    }
}

std::string file_name(std::string_view message_id)
{
    if (message_id.starts_with('<') && message_id.ends_with('>'))
        message_id = message_id.substr(1, message_id.size() - 2);
    std::string name;
    for (const char c : message_id) {
        const bool hides = name.empty() && c == '.';
        if (is_safe(c) && !hides)
            name += c;
        else
            name += "%" + hexadecimal(static_cast<unsigned char>(c), 2);
    }
    if (name.empty())
        return "letter";
    if (name.size() <= file_name_max)
        return name;
    return name.substr(0, file_name_max - 17) + "-" + hexadecimal(hash(message_id), 16);
}

} // namespace heard::mail
