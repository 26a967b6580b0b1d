#include "text/csv.hpp"

#include <doctest/doctest.h>

using namespace heard::text;

namespace {

using Cells = std::vector<std::string>;

CsvTable table_of(std::string_view text)
{
    auto table = read_csv(text);
    REQUIRE(table);
    return *std::move(table);
}

} // namespace

TEST_CASE("a table has a header and rows")
{
    const auto table = table_of("invoice,name\r\n1,Ann\r\n2,Ben\r\n");
    CHECK(table.separator == ',');
    CHECK(table.line_end == "\r\n");
    CHECK(table.byte_order_mark.empty());
    CHECK(table.header.cells == Cells{"invoice", "name"});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[1].cells == Cells{"2", "Ben"});
    CHECK(table.rows[1].bytes == "2,Ben");
    CHECK(table.rows[1].line == 3);
}

TEST_CASE("what spreadsheets write is read: a byte order mark, semicolons, tabs, bare line feeds")
{
    const auto semicolons = table_of("\xEF\xBB\xBF"
                                     "invoice;total\n7;1,50\n");
    CHECK(semicolons.byte_order_mark == "\xEF\xBB\xBF");
    CHECK(semicolons.separator == ';');
    CHECK(semicolons.line_end == "\n");
    CHECK(semicolons.header.cells[0] == "invoice");
    CHECK(semicolons.rows[0].cells == Cells{"7", "1,50"});
    CHECK(table_of("a\tb, c\td\n").header.cells.size() == 3);
    CHECK(table_of("\"a;b;c\",d\n").header.cells == Cells{"a;b;c", "d"});
}

TEST_CASE(
    "cells in quotes hold separators, line ends and quotes, and lines are counted all the same")
{
    const auto table = table_of("invoice,note\n1,\"a, b\r\n\"\"c\"\"\"\n2,5\" nail\n3,\"\"\n");
    CHECK(table.rows[0].cells == Cells{"1", "a, b\r\n\"c\""});
    CHECK(table.rows[0].bytes == "1,\"a, b\r\n\"\"c\"\"\"");
    CHECK(table.rows[1].cells == Cells{"2", "5\" nail"});
    CHECK(table.rows[1].line == 4);
    CHECK(table.rows[2].cells == Cells{"3", ""});
}

TEST_CASE("the last line needs no end, and lines without anything are no rows")
{
    const auto table = table_of("invoice,name\n\n1,Ann\n,\n,,\n\n2,Ben");
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[1].bytes == "2,Ben");
    CHECK(table.rows[1].line == 7);
    CHECK(table_of("invoice").line_end == "\n");
    CHECK(table_of("invoice").rows.empty());
}

TEST_CASE("rows may be longer or shorter than the header")
{
    const auto table = table_of("a,b\n1\n1,2,3\n1,\n");
    CHECK(table.rows[0].cells.size() == 1);
    CHECK(table.rows[1].cells.size() == 3);
    CHECK(table.rows[2].cells == Cells{"1", ""});
}

TEST_CASE("a text that is no table says where and what to do")
{
    const auto open = read_csv("invoice,note\n1,x\n2,\"never ends\n3,y\n");
    REQUIRE_FALSE(open);
    CHECK(open.error().line == 3);
    CHECK(open.error().why.contains("write \" behind that cell"));
    CHECK(read_csv("\xFF\xFEi\0n\0").error().why.contains("UTF-16"));
    for (const auto* const nothing : {"", "\n\r\n", "\xEF\xBB\xBF", ",\n"})
        CHECK(read_csv(nothing).error().why.contains("the first line names the columns"));
}

TEST_CASE("a cell is put in quotes only if it needs them")
{
    CHECK(csv_cell("plain text", ',') == "plain text");
    CHECK(csv_cell("a,b", ',') == "\"a,b\"");
    CHECK(csv_cell("a,b", ';') == "a,b");
    CHECK(csv_cell("say \"hi\"\n", ',') == "\"say \"\"hi\"\"\n\"");
}
