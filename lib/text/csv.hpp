// Tables as shops' programs export them: RFC 4180, and what spreadsheets make of it (a byte order
// mark, semicolons or tabs between cells, bare line feeds).
// Pure. Every row keeps its bytes as they came, so that a table can go back out unchanged. Knows no
// column by name.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace heard::text {

struct CsvRow
{
    std::size_t line = 0;           ///< Where it begins, from 1.
    std::string_view bytes;         ///< As it stands, without its line end.
    std::vector<std::string> cells; ///< Without their quotes; at least one.
};

/// Views into the text that was read.
struct CsvTable
{
    std::string_view byte_order_mark; ///< UTF-8's, or empty.
    char separator = ',';             ///< Comma, semicolon or tab: what the header has most of.
    std::string_view line_end;        ///< The header's: `\r\n` or `\n`.
    CsvRow header;
    std::vector<CsvRow> rows; ///< Without those that have nothing in any cell.
};

/// Why a text is no table.
struct CsvFault
{
    std::size_t line = 0; ///< From 1.
    std::string why;      ///< What, and what to do.
};

/// A quote that stands inside a cell without quotes is a character like any other, as in `5" nail`.
std::expected<CsvTable, CsvFault> read_csv(std::string_view text);

/// `text` as one cell, in quotes only if it needs them.
std::string csv_cell(std::string_view text, char separator);

} // namespace heard::text
