#include "auth/invoice_link.hpp"

#include "auth/fixed_entropy.hpp"
#include "text/csv.hpp"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <vector>

using namespace heard::auth;

namespace {

const std::vector<InvoiceKey> keys{
    {"A",
     {"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15"
      "\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f",
      32}},
    {"K7", "a secret of the house, for tests only, 48 bytes.", true},
    {"ZZ99", std::string(80, '\xFF')},
};

const std::string printed = "A.INV-2026-0042.4ZPG1S08KXDZ8YAR";

} // namespace

TEST_CASE("links are made as every other program would make them")
{
    CHECK(make_invoice_link(keys[0], "INV-2026-0042") == printed);
    CHECK(make_invoice_link(keys[1], "0") == "K7.0.QNHZP7BX3JB5HM7Q");
    CHECK(make_invoice_link(keys[2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-01234") ==
          "ZZ99.ABCDEFGHIJKLMNOPQRSTUVWXYZ-01234.7XK8VBQS7N91HG32");
}

TEST_CASE("a link says which invoice it was printed on, as often as it is opened")
{
    for (int opened = 0; opened < 2; ++opened) {
        const auto link = check_invoice_link(keys, printed);
        REQUIRE(link);
        CHECK(link->reference == "INV-2026-0042");
        CHECK(link->key_id == "A");
        CHECK_FALSE(link->retired);
    }
}

TEST_CASE("a reference is signed upper-case")
{
    CHECK(make_invoice_link(keys[0], "inv-2026-0042") == printed);
}

TEST_CASE("letter case is forgiven everywhere, O/0 and I/L/1 in the MAC only")
{
    CHECK(check_invoice_link(keys, "a.inv-2026-0042.4zpg1s08kxdz8yar"));
    CHECK(check_invoice_link(keys, "A.INV-2026-0042.4ZPGIS08KXDZ8YAR"));
    CHECK(check_invoice_link(keys, "A.INV-2026-0042.4ZPGlSo8KXDZ8YAR"));
    CHECK_FALSE(check_invoice_link(keys, "A.INV-2026-OO42.4ZPG1S08KXDZ8YAR"));
    CHECK_FALSE(check_invoice_link(keys, "A.1NV-2026-0042.4ZPG1S08KXDZ8YAR"));
}

TEST_CASE("a retired key still opens the form, and says so")
{
    const auto link = check_invoice_link(keys, "K7.0.QNHZP7BX3JB5HM7Q");
    REQUIRE(link);
    CHECK(link->retired);
}

TEST_CASE("the vectors of the specification are the links that we make")
{
    std::ifstream file{WEB "/print/invoice-link-vectors.csv", std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto vectors = heard::text::read_csv(text);
    REQUIRE(vectors);
    CHECK(vectors->rows.size() >= 9);
    for (const auto& row : vectors->rows) {
        REQUIRE(row.cells.size() == 4);
        const InvoiceKey key{row.cells[0], row.cells[1]};
        CHECK(make_invoice_link(key, row.cells[2]) == row.cells[3]);
        CHECK(check_invoice_link(std::array{key}, row.cells[3]));
    }
}

TEST_CASE("typed from paper, a link is read without its dots, with spaces, and with an address")
{
    for (const std::string_view typed :
         {"A.INV-2026-0042.4ZPG1S08KXDZ8YAR", "a inv-2026-0042 4zpg 1s08 kxdz 8yar",
          "AINV-2026-00424ZPG1S08KXDZ8YAR", " A,INV-2026-0042,4ZPG1S08KXDZ8YAR. ",
          "https://heard.example.com/F/A.INV-2026-0042.4ZPG1S08KXDZ8YAR",
          "HEARD.EXAMPLE.COM/f/a.inv-2026-0042.4zpgiso8kxdz8yar"}) {
        CAPTURE(typed);
        const auto link = read_typed_invoice_link(keys, typed);
        REQUIRE(link);
        CHECK(link->reference == "INV-2026-0042");
        CHECK(link->text == printed);
    }
}

TEST_CASE("typed from paper, O is 0 and I and L are 1 in the reference too, where that is signed")
{
    CHECK(read_typed_invoice_link(keys, "A.INV-2O26-OO42.4ZPG1S08KXDZ8YAR")->text == printed);
    const std::vector<InvoiceKey> one{keys[0]};
    const auto round = make_invoice_link(keys[0], "OIL-011").value();
    CHECK(read_typed_invoice_link(one, round)->reference == "OIL-011");
    auto typed = round;
    typed.replace(6, 3, "OLI");
    CHECK(read_typed_invoice_link(one, typed)->reference == "OIL-011");
    // Two invoices that look alike stay two.
    const auto letter = make_invoice_link(keys[0], "INV-O").value();
    const auto digit = make_invoice_link(keys[0], "INV-0").value();
    CHECK(read_typed_invoice_link(one, letter)->reference == "INV-O");
    CHECK(read_typed_invoice_link(one, digit)->reference == "INV-0");
}

TEST_CASE("what no key signed is not read, however it is typed")
{
    for (const std::string_view typed :
         {"", " ", "4ZPG1S08KXDZ8YAR", "A4ZPG1S08KXDZ8YAR", "A.INV-2026-0043.4ZPG1S08KXDZ8YAR",
          "B.INV-2026-0042.4ZPG1S08KXDZ8YAR", "A.INV-2026-0042.4ZPG1S08KXDZ8YA",
          "A.INV-2026-0042.4ZPG1S08KXDZ8YAR0", "/F/", "\xFF\xFE"})
        CHECK_FALSE(read_typed_invoice_link(keys, typed));
    CHECK_FALSE(read_typed_invoice_link(keys, std::string(100'000, 'O')));
    CHECK_FALSE(read_typed_invoice_link({}, printed));
}

TEST_CASE("a link of a retired key is read from paper too, and says so")
{
    CHECK(read_typed_invoice_link(keys, "k7 o qnhzp7bx3jb5hm7q")->retired);
}

TEST_CASE("no single changed character passes")
{
    for (std::size_t at = 0; at < printed.size(); ++at) {
        std::string changed = printed;
        changed[at] = changed[at] == '7' ? '8' : '7';
        CHECK_FALSE(check_invoice_link(keys, changed));
    }
}

TEST_CASE("what is not three good parts is no link")
{
    for (const std::string_view text :
         {"", ".", "..", "A", "A.INV-2026-0042", "A.INV-2026-0042.", "A..4ZPG1S08KXDZ8YAR",
          ".INV-2026-0042.4ZPG1S08KXDZ8YAR", "A.INV.2026-0042.4ZPG1S08KXDZ8YAR",
          "A.INV-2026-0042.4ZPG1S08KXDZ8YA", "A.INV-2026-0042.4ZPG1S08KXDZ8YAR0",
          "A.INV-2026-0042.4ZPG1S08KXDZ8YAU", "A.INV_2026_0042.4ZPG1S08KXDZ8YAR",
          "B.INV-2026-0042.4ZPG1S08KXDZ8YAR", "A.INV-2026-0042.4ZPG1S08KXDZ8YAR "})
        CHECK_FALSE(check_invoice_link(keys, text));
    CHECK_FALSE(check_invoice_link(keys, std::string(100'000, '.')));
    CHECK_FALSE(check_invoice_link({}, printed));
}

TEST_CASE("key id and reference cannot be shifted into one another")
{
    const InvoiceKey longer{"A1", keys[0].secret};
    const InvoiceKey shorter{"A", keys[0].secret};
    const auto link = make_invoice_link(longer, "23");
    REQUIRE(link);
    const std::string shifted = "A.123." + link->substr(link->rfind('.') + 1);
    CHECK_FALSE(check_invoice_link(std::array{shorter}, shifted));
}

TEST_CASE("a reference that could not be printed is refused with what it may hold")
{
    const std::string sentence = "an invoice reference has 1 to 32 of A-Z, 0-9 and -";
    for (const std::string& reference :
         {std::string{}, std::string(33, 'A'), std::string{"INV 1"}, std::string{"INV.1"},
          std::string{"INV\n1"}, std::string{"\xC3\x84"}})
        CHECK(make_invoice_link(keys[0], reference).error() == sentence);
}

TEST_CASE("a key with a bad id or a short secret is a problem of the settings")
{
    const std::string secret(32, 's');
    CHECK_FALSE(problem_with(InvoiceKey{"A", secret}));
    CHECK(problem_with(InvoiceKey{"", secret}));
    CHECK(problem_with(InvoiceKey{"ABCDE", secret}));
    CHECK(problem_with(InvoiceKey{"a", secret}));
    CHECK(problem_with(InvoiceKey{"A", std::string(31, 's')}));
}
