#include "daemon/command_links.hpp"

#include "daemon/config_values.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/on_paper.hpp"
#include "daemon/whole_file.hpp"
#include "text/csv.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace heard::daemon {

namespace {

namespace fs = std::filesystem;

/// The largest code that still scans well at the width of a receipt: 33 modules a side.
constexpr int receipt_version = 4;
constexpr std::string_view spaces = " \t";

int fail(const std::string& sentence, int code = exit_failed)
{
    std::cerr << "heard: " << sentence << "\n";
    return code;
}

/// A link as it is printed, and what its code is called.
struct PrintedLink
{
    std::string address;
    std::string reference; ///< In capitals.

    std::string code_file() const { return reference + ".svg"; }
};

std::expected<PrintedLink, std::string> print_link(const Config& config, std::string_view reference)
{
    const auto link = auth::make_invoice_link(config.invoice_keys.front(), reference);
    if (!link)
        return std::unexpected(link.error());
    return PrintedLink{config.base_url + "/F/" + *link, in_capitals(reference)};
}

/// Writes QR codes into a folder, and says once when they are larger than a receipt likes.
class CodeFolder
{
public:
    explicit CodeFolder(const fs::path& folder)
        : folder_{folder}
    {
        fs::create_directory(folder_);
    }

    void add(const PrintedLink& link)
    {
        const auto code = code_of(link.address);
        if (code.version > receipt_version && !std::exchange(told_, true))
            std::cerr << "heard: the code of " << link.reference << " has version " << code.version
                      << ", more than the " << receipt_version
                      << " that a receipt likes, because its link has " << link.address.size()
                      << " characters: shorten server.base_url or the references\n";
        write_whole(folder_ / link.code_file(), text::to_svg(code, link.address), Flush::later);
    }

private:
    fs::path folder_;
    bool told_ = false;
};

std::string trimmed(std::string_view text)
{
    const auto begin = std::min(text.find_first_not_of(spaces), text.size());
    return std::string{text.substr(begin, text.find_last_not_of(spaces) + 1 - begin)};
}

/// For column names, which are ASCII where it matters.
std::string folded(std::string_view text)
{
    return in_capitals(trimmed(text));
}

std::optional<std::size_t> find_column(const text::CsvRow& header, std::string_view name)
{
    const auto found = std::ranges::find(header.cells, folded(name), folded);
    if (found == header.cells.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - header.cells.begin());
}

/// The table with its new columns, row by row.
class LinkTable
{
public:
    LinkTable(const Config& config, const LinksOptions& options, const text::CsvTable& table)
        : config_{config}
        , table_{table}
        , name_{options.table == "-" ? "standard input" : options.table}
        , column_{reference_column(options)}
    {
        refuse_column("link");
        if (options.qr.empty())
            return;
        refuse_column("qr");
        codes_.emplace(options.qr);
    }

    /// The whole new table; what is wrong with rows goes to standard error.
    std::string with_links()
    {
        out_ = table_.byte_order_mark;
        add(table_.header, {"link", "qr"});
        for (const auto& row : table_.rows)
            add(row, cells_of(row));
        return std::move(out_);
    }

    std::size_t without_link() const { return without_link_; }

private:
    struct NewCells
    {
        std::string link;
        std::string qr;
    };

    /// The one that was asked for, or `invoice`, or else the first one, which is said.
    std::size_t reference_column(const LinksOptions& options) const
    {
        if (const auto named =
                find_column(table_.header, options.column.empty() ? "invoice" : options.column))
            return *named;
        const auto& first = table_.header.cells.front();
        if (!options.column.empty())
            throw std::runtime_error{name_ + " has no column " + in_quotes(options.column) +
                                     ", its first one is " + in_quotes(first) +
                                     "; write --column as in its first line"};
        std::cerr << "heard: " << name_ << " has no column \"invoice\"; taking its first one, "
                  << in_quotes(first) << " (--column NAME takes another)\n";
        return 0;
    }

    void refuse_column(std::string_view name) const
    {
        if (find_column(table_.header, name))
            throw std::runtime_error{name_ + " has a column " + in_quotes(name) +
                                     " already; leave it out or call it otherwise"};
    }

    NewCells cells_of(const text::CsvRow& row)
    {
        const auto link = link_of(row);
        if (!link) {
            std::cerr << name_ << ":" << row.line << ": no link: " << link.error() << "\n";
            ++without_link_;
            return {};
        }
        if (codes_)
            codes_->add(*link);
        return {link->address, codes_ ? link->code_file() : ""};
    }

    std::expected<PrintedLink, std::string> link_of(const text::CsvRow& row) const
    {
        // What stands where is anybody's guess then; a wrong link would be another customer's.
        if (row.cells.size() > width())
            return std::unexpected("it has " + std::to_string(row.cells.size()) +
                                   " cells and the first line has " + std::to_string(width()) +
                                   "; put the cell with a separator in it between quotes");
        const auto reference = column_ < row.cells.size() ? trimmed(row.cells[column_]) : "";
        auto link = print_link(config_, reference);
        if (!link)
            return std::unexpected(in_quotes(reference) + " cannot be one; " + link.error());
        return link;
    }

    /// The row as it came, filled up to the header's width, and the new cells.
    void add(const text::CsvRow& row, const NewCells& cells)
    {
        out_ += row.bytes;
        if (row.cells.size() < width())
            out_.append(width() - row.cells.size(), table_.separator);
        for (const auto* cell : {&cells.link, codes_ ? &cells.qr : nullptr})
            if (cell)
                out_ += table_.separator + text::csv_cell(*cell, table_.separator);
        out_ += table_.line_end;
    }

    std::size_t width() const { return table_.header.cells.size(); }

    const Config& config_;
    const text::CsvTable& table_;
    std::string name_;
    std::size_t column_;
    std::optional<CodeFolder> codes_;
    std::string out_;
    std::size_t without_link_ = 0;
};

std::string read_all(const std::string& name)
{
    if (name == "-")
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    std::ifstream file{name, std::ios::binary};
    if (!file || fs::is_directory(name))
        throw std::runtime_error{"cannot read " + name +
                                 "; name a CSV file that is there and that you may read"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

int one_link(const Config& config, const LinksOptions& options)
{
    const auto link = print_link(config, options.invoice);
    if (!link)
        return fail(link.error(), exit_usage);
    if (!options.qr.empty())
        CodeFolder{options.qr}.add(*link);
    std::cout << link->address << "\n";
    return exit_well;
}

int table_of_links(const Config& config, const LinksOptions& options)
{
    if (std::error_code ignored; fs::equivalent(options.table, options.out, ignored))
        return fail("--out is the file that is read; name another one", exit_usage);
    const auto bytes = read_all(options.table);
    const auto table = text::read_csv(bytes);
    if (!table)
        return fail(options.table + ":" + std::to_string(table.error().line) + ": " +
                    table.error().why);
    LinkTable links{config, options, *table};
    write_whole_or_print(options.out, links.with_links());
    if (links.without_link() == 0)
        return exit_well;
    return fail(std::to_string(links.without_link()) + " of " + std::to_string(table->rows.size()) +
                " rows have no link; mend them and run this again");
}

} // namespace

int links_command(const Config& config, const LinksOptions& options)
{
    if (config.invoice_keys.empty())
        return fail("there is no key for invoice links: add [[invoice_links.key]] with id and "
                    "secret_file to the settings",
                    exit_settings);
    return options.table.empty() ? one_link(config, options) : table_of_links(config, options);
}

} // namespace heard::daemon
