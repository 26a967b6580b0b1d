// A shop to try Heard with: settings, keys, staff and a few tickets in a folder of their own,
// letters into files. After that it is served like any other shop.
#pragma once

#include "time/instant.hpp"

#include <filesystem>
#include <string>

namespace heard::daemon {

struct DemoOptions
{
    std::string listen = "127.0.0.1:8080";
    std::filesystem::path folder; ///< Empty: a new one among the temporary files.
    time::Micros respond_within = std::chrono::hours{24};
};

struct DemoShop
{
    std::filesystem::path settings;
    std::string greeting; ///< What to open, for the terminal.
};

/// Makes the shop, or finds it as it was left. Throws std::runtime_error with a sentence.
DemoShop open_demo(const DemoOptions& options);

} // namespace heard::daemon
