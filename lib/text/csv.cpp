#include "text/csv.hpp"

#include <algorithm>
#include <array>

namespace heard::text {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::array separators = {',', ';', '\t'};

/// What the first line has most of outside of quotes; a comma if it has none.
char separator_of(std::string_view text)
{
    std::array<int, separators.size()> found{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"')
            quoted = !quoted;
        if (c == '\n' && !quoted)
            break;
        const auto at = std::ranges::find(separators, c);
        if (!quoted && at != separators.end())
            ++found[static_cast<std::size_t>(at - separators.begin())];
    }
    return separators[static_cast<std::size_t>(std::ranges::max_element(found) - found.begin())];
}

/// Spreadsheets write rows of nothing but separators below a table.
bool is_blank_row(const CsvRow& row)
{
    return std::ranges::all_of(row.cells, &std::string::empty);
}

class Reader
{
public:
    Reader(std::string_view text, char separator)
        : text_{text}
        , separator_{separator}
    {}

    bool at_end() const { return at_ == text_.size(); }

    /// The next row, and the line end behind it.
    std::expected<CsvRow, CsvFault> row()
    {
        CsvRow row{.line = line_, .bytes = {}, .cells = {}};
        const auto begin = at_;
        do {
            auto cell = at_quote() ? quoted_cell() : std::string{};
            if (!cell)
                return std::unexpected(cell.error());
            row.cells.push_back(std::move(*cell) + std::string{bare_cell()});
        } while (take(separator_));
        row.bytes = text_.substr(begin, at_ - begin);
        end_line();
        return row;
    }

    /// What ended the last row: empty where the text ended.
    std::string_view line_end() const { return line_end_; }

private:
    bool at_quote() const { return !at_end() && text_[at_] == '"'; }

    bool take(char wanted)
    {
        const bool is_there = !at_end() && text_[at_] == wanted;
        at_ += is_there ? 1 : 0;
        return is_there;
    }

    /// Up to the separator or the line end.
    std::string_view bare_cell()
    {
        const auto begin = at_;
        while (!at_end() && text_[at_] != separator_ && !at_line_end())
            ++at_;
        return text_.substr(begin, at_ - begin);
    }

    bool at_line_end() const
    {
        const auto rest = text_.substr(at_, 2);
        return rest.starts_with('\n') || rest == "\r\n";
    }

    std::expected<std::string, CsvFault> quoted_cell()
    {
        const auto begins_on = line_;
        std::string cell;
        ++at_;
        while (!at_end()) {
            if (take('"') && !at_quote())
                return cell;
            line_ += text_[at_] == '\n' ? 1 : 0;
            cell += text_[at_++];
        }
        return std::unexpected(CsvFault{
            begins_on, "the quote that begins here never ends; write \" behind that cell"});
    }

    void end_line()
    {
        line_end_ = text_.substr(at_, text_.substr(at_, 1) == "\r" ? 2 : 1);
        at_ += line_end_.size();
        ++line_;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::string_view line_end_;
};

} // namespace

std::expected<CsvTable, CsvFault> read_csv(std::string_view text)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return std::unexpected(CsvFault{1, "this is UTF-16; export it as \"CSV UTF-8\""});
    CsvTable table;
    if (text.starts_with(utf8_mark)) {
        table.byte_order_mark = text.substr(0, utf8_mark.size());
        text.remove_prefix(utf8_mark.size());
    }
    table.separator = separator_of(text);
    Reader reader{text, table.separator};
    while (!reader.at_end()) {
        auto row = reader.row();
        if (!row)
            return std::unexpected(row.error());
        if (is_blank_row(*row))
            continue;
        if (table.header.line > 0) {
            table.rows.push_back(std::move(*row));
            continue;
        }
        table.header = std::move(*row);
        table.line_end = reader.line_end().empty() ? "\n" : reader.line_end();
    }
    if (table.header.line == 0)
        return std::unexpected(CsvFault{1, "there is nothing in it; the first line names the "
                                           "columns, and each other line is an invoice"});
    return table;
}

std::string csv_cell(std::string_view text, char separator)
{
    if (text.find_first_of("\"\r\n") == text.npos && text.find(separator) == text.npos)
        return std::string{text};
    std::string cell = "\"";
    for (const char c : text)
        cell.append(c == '"' ? 2 : 1, c);
    return cell += '"';
}

} // namespace heard::text
