#include "storage/audit.hpp"

#include "core/reference.hpp"
#include "storage/audit_rules.hpp"
#include "storage/book.hpp"
#include "storage/book_audit.hpp"
#include "storage/house.hpp"
#include "storage/migrations.hpp"
#include "storage/search_index.hpp"
#include "storage/write_ahead_log.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace heard::storage {

namespace {

using Findings = std::vector<std::string>;

// Of one kind; a thousand sentences alike help nobody.
constexpr std::size_t alike_max = 20;
// What is damaged may be quoted; it stays one line that a terminal can show.
constexpr std::size_t characters_max = 300;
constexpr std::size_t pages_max = 10'000;
constexpr std::int64_t tickets_max = (1 << 30) - 1; // References have six characters.
constexpr std::int64_t quick_tickets = 500;
constexpr std::int64_t quick_lines = 1000;

Findings wrong_references(Transaction& tx)
{
    const auto house = find_house(tx);
    if (!house)
        return {};
    const core::References references{static_cast<std::uint64_t>(house->reference_seed)};
    Findings findings;
    tx.prepare("select id, reference from ticket").all([&](Row& row) {
        core::TicketId id;
        std::string reference;
        row >> id >> reference;
        // In a damaged table any number may stand, also one that a query has excluded.
        if (id.value < 1 || id.value > tickets_max)
            findings.push_back("ticket " + std::to_string(id.value) + ": there is no such number");
        else if (reference != references.of(id))
            findings.push_back(reference + ": ticket " + std::to_string(id.value) + " is called " +
                               references.of(id));
        return 0;
    });
    return findings;
}

Findings wrong_structure(Transaction& tx)
{
    auto findings = tx.prepare("pragma integrity_check(20)").all([](Row& row) {
        std::string said;
        row >> said;
        return said;
    });
    std::erase(findings, "ok");
    for (auto& finding : findings)
        finding = "structure: " + finding;
    return findings;
}

Findings missing_parents(Transaction& tx)
{
    return tx.prepare("pragma foreign_key_check").all([](Row& row) {
        std::string child;
        std::optional<std::int64_t> id;
        std::string parent;
        row >> child >> id >> parent;
        return child + " " + std::to_string(id.value_or(0)) + ": its " + parent + " is missing";
    });
}

/// Tables, indexes and triggers, with the words that made them.
std::set<std::string> schema_of(Database& database)
{
    const auto rows = database
                          .prepare("select type || ' ' || name, sql from sqlite_schema "
                                   "where sql is not null")
                          .all([](Row& row) {
                              std::string name;
                              std::string sql;
                              row >> name >> sql;
                              return name + "\n" + sql;
                          });
    return {rows.begin(), rows.end()};
}

/// Whoever wants to cook the books takes away what stands in the way first.
Findings wrong_schema(Database& database)
{
    const auto found = schema_of(database);
    Database fresh{":memory:", Access::write};
    Findings findings;
    const auto tell = [&](const auto& from, const auto& in, const char* what) {
        for (const auto& made : from)
            if (!in.contains(made))
                findings.push_back("schema: " + made.substr(0, made.find('\n')) + what);
    };
    tell(schema_of(fresh), found, " is missing or another");
    tell(found, schema_of(fresh), " is none of ours or another");
    return findings;
}

/// Runs checks one by one; one that fails is a finding, and the next runs all the same.
class Checking
{
public:
    explicit Checking(Findings& findings)
        : findings_{findings}
    {}

    void operator()(const std::function<Findings()>& check)
    try {
        add(check());
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failed) {
        add({failed.what()});
    }

private:
    void add(const Findings& found)
    {
        for (std::size_t i = 0; i < found.size() && i < alike_max; ++i) {
            auto line = text::first_words(text::repaired(found[i]), characters_max);
            if (said_.insert(line).second)
                findings_.push_back(std::move(line));
        }
        if (found.size() > alike_max)
            findings_.push_back("... and " + std::to_string(found.size() - alike_max) +
                                " more of that kind");
    }

    Findings& findings_;
    std::set<std::string> said_;
};

/// In a schema that this program knows. Nothing is written, so the time is of no use.
void check_rows(Checking& check, Database& database)
{
    Transaction tx{database, {}};
    check([&] { return wrong_schema(database); });
    for (const auto& rule : rules_of_tickets())
        check([&] { return who_breaks(tx, rule, 0); });
    for (const auto& rule : rules_of_all())
        check([&] { return who_breaks(tx, rule); });
    check([&] { return wrong_references(tx); });
    check([&] { return problems_with_chain(tx); });
    check([&] { return problems_against_book(tx); });
    check([&] { return problems_with_search(tx); });
}

/// Gives the number of the schema. Rows of an older one are checked once they are brought up to
/// date; until then it has other columns.
int check_all(Checking& check, Database& database)
{
    Transaction tx{database, {}};
    check([&] { return wrong_structure(tx); });
    check([&] { return missing_parents(tx); });
    const auto schema = tx.prepare("pragma user_version").value<int>();
    if (schema == schema_version())
        check_rows(check, database);
    else if (schema > schema_version() || schema < 1)
        check([&]() -> Findings {
            return {"schema: number " + std::to_string(schema) +
                    " is none that this program knows"};
        });
    return schema;
}

/// The log, and which of the database's pages it replaces.
Findings lost_in_log(const std::filesystem::path& file, LogState& log)
{
    log = read_log_twice(file);
    if (log.lost == 0)
        return {};
    return {"the log " + file.filename().string() + "-wal: byte " + std::to_string(log.damaged_at) +
            " or one soon after is not as it was written; " + std::to_string(log.lost) +
            " transactions from there on are lost; the daemon starts with what came before"};
}

/// `3, 17 to 20, 25`: damage comes in runs.
std::string spelled(const std::vector<std::uint32_t>& numbers)
{
    std::string text;
    std::size_t runs = 0;
    for (auto from = numbers.begin(); from != numbers.end(); ++runs) {
        auto to = from;
        while (to + 1 != numbers.end() && to[1] == *to + 1)
            ++to;
        if (runs < alike_max)
            text += (text.empty() ? "" : ", ") + std::to_string(*from) +
                    (to == from ? "" : " to " + std::to_string(*to));
        from = to + 1;
    }
    return text + (runs > alike_max ? " and more" : "");
}

Findings broken_pages(const Database& database, const std::set<std::uint32_t>& in_log)
{
    auto pages =
        database.has_checksums() ? database.broken_pages(pages_max) : std::vector<std::uint32_t>{};
    std::erase_if(pages, [&](std::uint32_t page) { return in_log.contains(page); });
    if (pages.empty())
        return {};
    return {"the file: not as they were written are its pages " + spelled(pages)};
}

Amounts amounts_of(Database& database)
{
    const auto count = [&](std::string_view sql) {
        return database.prepare(sql).value<std::int64_t>();
    };
    return {count("select count(*) from ticket"), count("select count(*) from promise"),
            count("select count(*) from letter"), count("select count(*) from book")};
}

/// All that is found in one consistent picture of the rows. `Access::inspect_as_is` looks past
/// broken checksums.
Findings look_through(const std::filesystem::path& file, Access access, Verdict& verdict)
{
    Findings findings;
    Checking check{findings};
    check([&]() -> Findings {
        Database database{file, access};
        verdict.has_checksums = database.has_checksums();
        database.begin();
        verdict.older_schema = check_all(check, database) < schema_version();
        verdict.amounts = amounts_of(database);
        database.roll_back();
        return {};
    });
    return findings;
}

} // namespace

Verdict verify(const std::filesystem::path& file)
{
    Verdict verdict;
    LogState log;
    Checking check{verdict.findings};
    check([&] { return lost_in_log(file, log); });
    const auto before = verdict.findings.size();
    try {
        const Database database{file, Access::inspect_as_is};
        check([&] { return broken_pages(database, log.pages); });
    } catch (const Error& error) {
        verdict.findings.push_back(error.what());
        verdict.way_back = way_back(error);
        return verdict;
    }
    const bool are_broken = verdict.findings.size() > before;
    const auto rows =
        look_through(file, are_broken ? Access::inspect_as_is : Access::inspect, verdict);
    for (const auto& finding : rows) // Told apart by kind already.
        if (std::ranges::find(verdict.findings, finding) == verdict.findings.end())
            verdict.findings.push_back(finding);
    verdict.changed_elsewhere = are_broken && rows.empty();
    return verdict;
}

std::optional<std::string> problem_with_kept(const std::filesystem::path& file,
                                             const KeptLine& kept)
{
    Database database{file, Access::inspect_as_is};
    Transaction tx{database, {}};
    const auto link = link_of(tx, kept.number);
    const auto name = "line " + std::to_string(kept.number) + " of the book";
    if (!link)
        return name + ": it is missing, and was there when the letter was written";
    if (!core::to_hex(*link).starts_with(text::folded(kept.link)))
        return name + ": its seal is another than in the letter; it or an earlier line was " +
               "written anew";
    return std::nullopt;
}

std::vector<std::string> audit(Database& database)
{
    Findings findings;
    Checking check{findings};
    check_all(check, database);
    return findings;
}

std::vector<std::string> quick_audit(Transaction& tx)
{
    const auto newest = tx.prepare("select max(id) from ticket").value<std::int64_t>();
    Findings findings;
    const auto add = [&](const Findings& found) {
        findings.insert(findings.end(), found.begin(), found.end());
    };
    for (const auto& rule : rules_of_tickets())
        add(who_breaks(tx, rule, std::max<std::int64_t>(newest - quick_tickets, 0)));
    add(who_breaks(tx, rule_of_due_promises(), quick_tickets));
    add(problems_with_chain_end(tx, quick_lines));
    findings.resize(std::min(findings.size(), alike_max));
    return findings;
}

} // namespace heard::storage
