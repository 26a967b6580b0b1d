// `heard staff ...`: accounts, on the database itself. The daemon may be running meanwhile.
#pragma once

#include "daemon/config.hpp"

#include <filesystem>
#include <string>

namespace heard::daemon {

struct StaffOptions
{
    std::string name;
    std::string email;
    std::string role = "staff";
    std::string branch;
    std::filesystem::path password_file; ///< Empty: none given.
};

/// Each returns an exit code.
int add_staff_command(const Config& config, const StaffOptions& options);
int list_staff_command(const Config& config);
int disable_staff_command(const Config& config, const StaffOptions& options);
int password_command(const Config& config, const StaffOptions& options);

} // namespace heard::daemon
