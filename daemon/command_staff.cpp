#include "daemon/command_staff.hpp"

#include "auth/password.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/opening.hpp"
#include "desk/sign_in.hpp"
#include "storage/staff.hpp"
#include "text/utf8.hpp"

#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <stdexcept>

namespace heard::daemon {

namespace {

/// A command may be the first to open the database after a crash.
const std::filesystem::path& ready_to_open(const Config& config)
{
    warn_of_damaged_log(config);
    return config.database;
}

/// The database of the settings with its house, for one command.
struct Office
{
    explicit Office(const Config& config)
        : database{ready_to_open(config), storage::Access::write}
        , house{make_house(config, open_house(database, clock.now(), entropy))}
    {}

    template <class Job>
    auto run(Job job)
    {
        return storage::in_one_transaction(database, clock.now(), std::move(job));
    }

    time::SystemClock clock;
    auth::SystemEntropy entropy;
    storage::Database database;
    desk::House house;
};

int fail(const std::string& sentence, int code = exit_failed)
{
    std::cerr << "heard: " << sentence << "\n";
    return code;
}

std::string first_line_of(const std::filesystem::path& file)
{
    std::ifstream in{file};
    std::string line;
    if (!std::getline(in, line))
        throw std::runtime_error{"cannot read a password from " + file.string() +
                                 ": put it in the first line"};
    return line;
}

/// Reads a line without showing it.
std::string typed(const char* prompt)
{
    std::cerr << prompt << std::flush;
    termios before{};
    const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        auto silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::cerr << "\n";
    }
    return line;
}

/// A new password from the file or the terminal. Throws with a sentence when it will not do.
std::string new_password(const desk::House& house, const StaffOptions& options)
{
    auto password = options.password_file.empty() ? typed("New password: ")
                                                  : first_line_of(options.password_file);
    if (const auto problem = auth::problem_with_password(password))
        throw std::runtime_error{house.words.say(*problem)};
    if (options.password_file.empty() && typed("Once more: ") != password)
        throw std::runtime_error{"the two passwords differ; nothing was changed"};
    return password;
}

std::optional<core::Staff> find_by_name(Office& office, const std::string& name)
{
    return office.run([&](storage::Transaction& tx) { return storage::find_staff(tx, name); });
}

int nobody(const std::string& name)
{
    return fail("there is nobody called '" + name +
                "' on the staff; `heard staff list` shows who is");
}

} // namespace

int add_staff_command(const Config& config, const StaffOptions& options)
{
    const auto role = core::role_from(options.role);
    if (!role)
        return fail("--role is staff, manager or owner, not '" + options.role + "'", exit_usage);
    Office office{config};
    std::string hash;
    if (!options.password_file.empty())
        hash = auth::hash_password(new_password(office.house, options));

    const storage::NewStaff staff{text::tidied(options.name), options.email, *role, options.branch};
    std::string token;
    const auto added = office.run([&](storage::Transaction& tx) {
        auto id = desk::add_staff(tx, office.house, staff);
        if (id && hash.empty())
            token = desk::make_set_up_link(tx, *id, office.entropy);
        else if (id)
            storage::set_password_hash(tx, *id, hash);
        return id;
    });
    if (!added)
        return fail(sentence_of(office.house.words, added.error()));
    if (token.empty())
        std::cout << options.name << " can sign in at " << config.base_url << "/staff\n";
    else
        std::cout << "Give " << options.name << " this link. It works once, for three days:\n"
                  << config.base_url << "/staff/set-up/" << token << "\n";
    return exit_well;
}

int list_staff_command(const Config& config)
{
    Office office{config};
    const auto staff = office.run([](storage::Transaction& tx) { return storage::all_staff(tx); });
    for (const auto& person : staff)
        std::cout << person.name << "\t" << person.email << "\t" << to_text(person.role) << "\t"
                  << (person.branch.empty() ? "all branches" : person.branch) << "\t"
                  << (person.disabled       ? "disabled"
                      : person.has_password ? "can sign in"
                                            : "has not set a password yet")
                  << "\n";
    return exit_well;
}

int disable_staff_command(const Config& config, const StaffOptions& options)
{
    Office office{config};
    const auto staff = find_by_name(office, options.name);
    if (!staff)
        return nobody(options.name);
    office.run([&](storage::Transaction& tx) {
        storage::disable_staff(tx, staff->id);
        return true;
    });
    std::cout << staff->name
              << " can no longer sign in. What they had taken on is open to all again.\n";
    return exit_well;
}

int password_command(const Config& config, const StaffOptions& options)
{
    Office office{config};
    const auto staff = find_by_name(office, options.name);
    if (!staff)
        return nobody(options.name);
    if (staff->disabled)
        return fail(staff->name +
                    " is disabled and cannot sign in; add a new account under another name");
    const auto hash = auth::hash_password(new_password(office.house, options));
    office.run([&](storage::Transaction& tx) {
        storage::set_password_hash(tx, staff->id, hash);
        return true;
    });
    std::cout << staff->name << " has a new password. All their sessions have ended.\n";
    return exit_well;
}

} // namespace heard::daemon
