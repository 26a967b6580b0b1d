#include "daemon/command_links.hpp"

#include "daemon/captured_output.hpp"
#include "daemon/config_fixture.hpp"
#include "daemon/exit_code.hpp"

#include <doctest/doctest.h>

#include <iterator>

using namespace heard;
using namespace heard::daemon;

namespace {

/// A shop's program that exports a table and takes one back.
struct Export
{
    Export()
    {
        config.base_url = "https://heard.example.com";
        config.invoice_keys = {{"A", std::string(32, 'a')}, {"B", std::string(32, 'b'), true}};
    }

    int run(std::string_view table, const std::string& column = {}, bool codes = false)
    {
        folder.write("in.csv", table);
        const test::CapturedOutput errors{std::cerr};
        const auto code = links_command(
            config, {.invoice = "",
                     .table = folder.path() / "in.csv",
                     .out = folder.path() / "out.csv",
                     .column = column,
                     .qr = codes ? folder.path() / "codes" : std::filesystem::path{}});
        said = errors.text();
        return code;
    }

    std::string file(const std::string& name) const
    {
        std::ifstream in{folder.path() / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

    std::string link(std::string_view reference) const
    {
        return config.base_url + "/F/" +
               auth::make_invoice_link(config.invoice_keys[0], reference).value();
    }

    Config config;
    test::Folder folder;
    std::string said;
};

} // namespace

TEST_CASE("one link is printed; a reference that cannot be one is wrong usage")
{
    const Export shop;
    const test::CapturedOutput out{std::cout}, errors{std::cerr};
    CHECK(links_command(shop.config, {.invoice = "inv-7"}) == exit_well);
    CHECK(out.text() == shop.link("INV-7") + "\n");
    CHECK(links_command(shop.config, {.invoice = "INV 7"}) == exit_usage);
    CHECK(errors.text() == "heard: an invoice reference has 1 to 32 of A-Z, 0-9 and -\n");
}

TEST_CASE("without a key there are no links, and it is said what to add")
{
    Export shop;
    shop.config.invoice_keys.clear();
    CHECK(shop.run("invoice\n1\n") == exit_settings);
    CHECK(shop.said.contains("add [[invoice_links.key]]"));
}

TEST_CASE("a table keeps every byte and gets one column more")
{
    Export shop;
    CHECK(shop.run("\xEF\xBB\xBFname;Invoice ;note\r\n\"Ann \"\"A\"\"\"; 2026-1 ;\"a\r\nb\"\r\n"
                   "Ben;2026-2\r\n") == exit_well);
    CHECK(shop.file("out.csv") == "\xEF\xBB\xBFname;Invoice ;note;link\r\n"
                                  "\"Ann \"\"A\"\"\"; 2026-1 ;\"a\r\nb\";" +
                                      shop.link("2026-1") + "\r\nBen;2026-2;;" +
                                      shop.link("2026-2") + "\r\n");
    CHECK(shop.said.empty());
}

TEST_CASE("the references stand in the column invoice, in the one that was named, or in the first")
{
    Export shop;
    CHECK(shop.run("nr,invoice\n1,I-1\n") == exit_well);
    CHECK(shop.file("out.csv").contains(shop.link("I-1")));
    CHECK(shop.run("Beleg,Nr\nB-2,N-2\n") == exit_well);
    CHECK(shop.file("out.csv").contains(shop.link("B-2")));
    CHECK(shop.said.contains("taking its first one, \"Beleg\""));
    CHECK(shop.run("Beleg,Nr\nB-3,N-3\n", "nr") == exit_well);
    CHECK(shop.file("out.csv").contains(shop.link("N-3")));
    CHECK_THROWS_WITH(shop.run("Beleg,Nr\n", "number"), doctest::Contains("has no column"));
}

TEST_CASE("a bad row is named with its line, the others get their links, and the exit code is 1")
{
    Export shop;
    CHECK(shop.run("invoice,sum\nI-1,1\nI_2,2\n\nI-3,3,50\n,4\nI-5,5\n") == exit_failed);
    const auto out = shop.file("out.csv");
    CHECK(out.contains("I-1,1," + shop.link("I-1") + "\n"));
    CHECK(out.contains("I_2,2,\n"));
    CHECK(out.contains("I-5,5," + shop.link("I-5") + "\n"));
    CHECK_FALSE(out.contains(shop.link("I-3")));
    CHECK(shop.said.contains("in.csv:3: no link: \"I_2\" cannot be one; an invoice reference has"));
    CHECK(shop.said.contains("in.csv:5: no link: it has 3 cells and the first line has 2"));
    CHECK(shop.said.contains("in.csv:6: no link: \"\" cannot be one"));
    CHECK(shop.said.contains("3 of 5 rows have no link"));
}

TEST_CASE("what is no table leaves the table from yesterday as it was")
{
    Export shop;
    shop.folder.write("out.csv", "yesterday");
    CHECK(shop.run("invoice\n\"I-1\n") == exit_failed);
    CHECK(shop.said.contains("in.csv:2: the quote that begins here never ends"));
    CHECK_THROWS_WITH(shop.run("invoice,Link\nI-1,x\n"), doctest::Contains("has a column"));
    CHECK(shop.file("out.csv") == "yesterday");
}

TEST_CASE("the table that is read is never written, by whatever name")
{
    Export shop;
    shop.folder.write("in.csv", "invoice\nI-1\n");
    std::filesystem::create_symlink("in.csv", shop.folder.path() / "out.csv");
    CHECK(shop.run("invoice\nI-1\n") == exit_usage);
    CHECK(shop.file("in.csv") == "invoice\nI-1\n");
}

TEST_CASE("codes are files named after their invoice; one that is too large is said once")
{
    Export shop;
    CHECK(shop.run("invoice\ni-1\nI-2\n", "", true) == exit_well);
    CHECK(shop.file("out.csv").contains(shop.link("I-1") + ",I-1.svg\n"));
    CHECK(shop.file("codes/I-1.svg").contains("<title>" + shop.link("I-1") + "</title>"));
    CHECK(shop.said.empty());
    const std::string_view large = "invoice\nI-20260000000000000001\nI-20260000000000000002\n";
    CHECK(shop.run(large, "", true) == exit_well);
    CHECK(shop.said.contains("the code of I-20260000000000000001 has version 5"));
    CHECK_FALSE(shop.said.contains("00002"));
    CHECK(shop.file("codes/I-20260000000000000002.svg").contains("<path"));
}
