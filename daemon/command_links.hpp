// `heard links`: signed links to print on invoices, for one or for a whole table of them, and their
// QR codes. Needs the settings alone: no daemon, no database.
#pragma once

#include "daemon/config.hpp"

#include <filesystem>
#include <string>

namespace heard::daemon {

struct LinksOptions
{
    std::string invoice = {}; ///< One reference, or empty.
    std::string table = {};   ///< The CSV to read; `-` is standard input.
    std::string out = {};     ///< The CSV to write; `-` is standard output.
    std::string column = {};  ///< Its column with the references. Empty: see reference_column().
    std::filesystem::path qr = {}; ///< Folder for the codes; empty: none.
};

/// Prints the link of `options.invoice`, or writes the table with a column `link` more. A row that
/// gets no link is told with its line, and is in the table without one: the others can be printed,
/// and the exit code is 1.
int links_command(const Config& config, const LinksOptions& options);

} // namespace heard::daemon
