#include "daemon/command_backup.hpp"

#include "daemon/exit_code.hpp"
#include "daemon/opening.hpp"
#include "storage/backup.hpp"
#include "storage/search_index.hpp"
#include "time/clock.hpp"

#include <iostream>
#include <stdexcept>

namespace heard::daemon {

namespace {

std::string to_text(const storage::Verdict& verdict)
{
    const auto& amounts = verdict.amounts;
    auto text = "sound: " + std::to_string(amounts.tickets) + " tickets, " +
                std::to_string(amounts.promises) + " promises, " + std::to_string(amounts.letters) +
                " letters, book of " + std::to_string(amounts.book_lines) + " lines";
    if (!verdict.has_checksums)
        text +=
            "; its pages carry no checksums, so a changed byte may go unseen (a restored copy has "
            "them)";
    if (verdict.older_schema)
        text += "; it is an older program's, and its rows are checked when it is restored";
    return text;
}

int print_findings(const storage::Verdict& verdict, const std::filesystem::path& file)
{
    for (const auto& finding : verdict.findings)
        std::cerr << finding << "\n";
    std::cerr << "heard: " << file.string() << " is not sound; " << verdict.way_back << "\n";
    if (verdict.changed_elsewhere)
        std::cerr
            << "heard: all that stands in these pages agrees; if another program than heard "
               "has written to the file, `heard restore --changed-elsewhere FILE` takes it as "
               "it is\n";
    return exit_failed;
}

void must_exist(const std::filesystem::path& file)
{
    if (!std::filesystem::is_regular_file(file))
        throw std::runtime_error{"there is no file " + file.string()};
}

} // namespace

int backup_command(const Config& config, const std::filesystem::path& to)
{
    must_exist(config.database);
    warn_of_damaged_log(config);
    const auto verdict = storage::back_up(config.database, to);
    if (!verdict.sound())
        return print_findings(verdict, config.database);
    std::cout << to.string() << ": " << to_text(verdict) << "\n";
    return exit_well;
}

int verify_command(const std::filesystem::path& file, const storage::KeptLine& kept)
{
    must_exist(file);
    auto verdict = storage::verify(file);
    // Of a file that cannot be read, the verdict says so already.
    if (kept.number > 0 && verdict.amounts.book_lines > 0)
        if (auto problem = storage::problem_with_kept(file, kept))
            verdict.findings.push_back(std::move(*problem));
    if (!verdict.sound())
        return print_findings(verdict, file);
    std::cout << to_text(verdict) << "\n";
    return exit_well;
}

int restore_command(const Config& config, const std::filesystem::path& from, bool changed_elsewhere)
{
    must_exist(from);
    const auto restored =
        storage::restore({from, config.database, time::SystemClock{}.now(), changed_elsewhere});
    if (!restored.verdict.sound())
        return print_findings(restored.verdict, from);
    std::cout << config.database.string() << ": " << to_text(restored.verdict) << "\n";
    if (!restored.kept.empty())
        std::cout << "What was there before is kept as " << restored.kept.string() << "\n";
    std::cout << "Start the daemon now.\n";
    return exit_well;
}

int reindex_command(const Config& config)
{
    must_exist(config.database);
    storage::Database database{config.database, storage::Access::write};
    storage::start_search_anew(database);
    std::cout << config.database.string()
              << ": the daemon now takes everything into the search anew\n";
    return exit_well;
}

} // namespace heard::daemon
