// Settings for tests: what must stand in every file, and a folder for the files that settings name.
#pragma once

#include "daemon/config.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace heard::daemon::test {

/// `settings` with the required tables that it lacks behind it, so that its own lines count from 1.
inline std::string whole(std::string settings)
{
    const auto add = [&](std::string_view heading, std::string_view line) {
        if (!settings.contains(heading))
            settings += "\n" + std::string(heading) + "\n" + std::string(line);
    };
    add("[business]", "name = \"Corner Shop\"");
    add("[owner]", "email = \"anna@example.com\"");
    add("[server]", "base_url = \"http://localhost:8080\"");
    return settings;
}

/// Removed with everything in it when the test ends.
class Folder
{
public:
    Folder()
    {
        auto name = (std::filesystem::temp_directory_path() / "heard-test-XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw std::runtime_error("no folder for the test: " + name);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(std::string_view name, std::string_view bytes) const
    {
        std::ofstream(path_ / name, std::ios::binary) << bytes;
    }

    /// Settings as if they stood in a file in this folder.
    Checked check(const std::string& settings) const
    {
        return parse_config(whole(settings), path_ / "heard.toml");
    }

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::vector<Finding> of_weight(const Checked& checked, Finding::Weight weight)
{
    std::vector<Finding> found;
    for (const auto& finding : checked.findings)
        if (finding.weight == weight)
            found.push_back(finding);
    return found;
}

inline std::vector<Finding> problems(const Checked& checked)
{
    return of_weight(checked, Finding::Weight::problem);
}

inline std::vector<Finding> warnings(const Checked& checked)
{
    return of_weight(checked, Finding::Weight::warning);
}

/// One finding a line, to compare and to show.
inline std::string to_lines(const std::vector<Finding>& findings)
{
    std::string lines;
    for (const auto& finding : findings)
        lines += to_text(finding) + "\n";
    return lines;
}

} // namespace heard::daemon::test
