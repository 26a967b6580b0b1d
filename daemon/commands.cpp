#include "daemon/commands.hpp"

#include "auth/entropy.hpp"
#include "daemon/command_backup.hpp"
#include "daemon/command_flyer.hpp"
#include "daemon/command_health.hpp"
#include "daemon/command_links.hpp"
#include "daemon/command_staff.hpp"
#include "daemon/config.hpp"
#include "daemon/daemon.hpp"
#include "daemon/demo.hpp"
#include "daemon/descriptors.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/last_words.hpp"
#include "storage/error.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <exception>
#include <iostream>
#include <new>

namespace heard::daemon {

namespace {

/// What the command line said.
struct Options
{
    std::filesystem::path config = "/etc/heard/heard.toml";
    std::string listen;
    DemoOptions demo;
    std::string respond_within = "24h";
    StaffOptions staff;
    LinksOptions links;
    FlyerOptions flyer;
    std::string wait = "0s";
    std::filesystem::path file; ///< A database or a backup of one.
    bool changed_elsewhere = false;
    storage::KeptLine kept;
};

int fail(const std::string& sentence, int code = exit_failed)
{
    std::cerr << "heard: " << sentence << "\n";
    return code;
}

void print(const std::vector<Finding>& findings)
{
    for (const auto& finding : findings)
        std::cerr << to_text(finding) << "\n";
}

/// Runs `command` with good settings, or prints every problem and gives the exit code for wrong
/// ones.
template <class Command>
int with_config(const Options& options, Command command)
{
    const auto checked = read_config(options.config);
    if (checked.good())
        return command(checked.config);
    print(checked.findings);
    return exit_settings;
}

/// `greeting` is printed once the doors are open.
int serve_with(Config config, const Options& options, const std::string& greeting = {})
{
    allow_many_descriptors();
    // A client that hangs up is an error code where it happens, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    if (!options.listen.empty())
        config.listen = {options.listen};
    const time::SystemClock clock;
    auth::SystemEntropy entropy;
    const Log log{clock};
    Daemon daemon{std::move(config), options.config, {clock, entropy, log}};
    std::cout << greeting << std::flush;
    return daemon.run();
}

int serve(const Options& options, const std::string& greeting = {})
{
    const auto checked = read_config(options.config);
    print(checked.findings);
    return checked.good() ? serve_with(checked.config, options, greeting) : exit_settings;
}

int demo(Options options)
{
    const auto within = time::parse_duration(options.respond_within);
    if (!within || *within < std::chrono::seconds{1})
        return fail("--respond-within is a span such as 90s, 15m or 24h, not '" +
                        options.respond_within + "'",
                    exit_usage);
    options.demo.respond_within = *within;
    const auto shop = open_demo(options.demo);
    options.config = shop.settings;
    options.listen.clear();
    return serve(options, shop.greeting);
}

int check_config(const Options& options)
{
    const auto checked = read_config(options.config);
    print(checked.findings);
    if (!checked.good())
        return exit_settings;
    std::cout << options.config.string() << ": good\n";
    return exit_well;
}

int health(const Options& options)
{
    const auto wait = time::parse_duration(options.wait);
    if (!wait || *wait < time::Micros::zero())
        return fail("--wait is a span such as 10s, not '" + options.wait + "'", exit_usage);
    return with_config(options,
                       [&](const Config& config) { return health_command(config, *wait); });
}

/// Every sub-command with its options. `chosen` is what to run once the line is parsed.
class CommandLine
{
public:
    CommandLine()
    {
        app_.set_version_flag("--version", "heard " HEARD_VERSION);
        app_.require_subcommand(1);
        add_serving();
        add_staff();
        add_way_back();
        add_search();
        add_paper();
        add_health();
    }

    int run(int argc, char** argv)
    {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            // Help and version are no errors; everything else is wrong usage.
            return app_.exit(error) == 0 ? exit_well : exit_usage;
        }
        return chosen_();
    }

private:
    CLI::App* add(CLI::App& parent, const char* name, const char* what, std::function<int()> run)
    {
        auto* command = parent.add_subcommand(name, what);
        command->callback([this, run = std::move(run)] { chosen_ = run; });
        return command;
    }

    CLI::App* add_with_config(CLI::App& parent, const char* name, const char* what,
                              std::function<int()> run)
    {
        auto* command = add(parent, name, what, std::move(run));
        command->add_option("--config", options_.config, "The settings")->capture_default_str();
        return command;
    }

    void add_serving()
    {
        auto* command =
            add_with_config(app_, "serve", "Run the daemon", [this] { return serve(options_); });
        command->add_option("--listen", options_.listen, "ADDR:PORT instead of server.listen");

        auto* shop = add(app_, "demo", "Run a shop to try things with; letters become files",
                         [this] { return demo(options_); });
        shop->add_option("--listen", options_.demo.listen, "ADDR:PORT")->capture_default_str();
        shop->add_option("--dir", options_.demo.folder, "Keep the shop in this folder");
        shop->add_option("--respond-within", options_.respond_within,
                         "How soon it promises an answer")
            ->capture_default_str();

        add_with_config(app_, "check-config", "Say everything that is wrong with the settings",
                        [this] { return check_config(options_); });
    }

    void add_staff()
    {
        auto* staff = app_.add_subcommand("staff", "Accounts of the people who answer");
        staff->require_subcommand(1);
        auto& who = options_.staff;

        auto* add_one =
            add_with_config(*staff, "add", "Add a person; prints a link to set a password",
                            [this] { return run_staff(add_staff_command); });
        add_one->add_option("name", who.name, "Their name, as customers see it")->required();
        add_one->add_option("--email", who.email, "Where warnings go")->required();
        add_one->add_option("--role", who.role, "staff, manager or owner")->capture_default_str();
        add_one->add_option("--branch", who.branch, "Code of their branch; without it: all");
        add_one->add_option("--password-file", who.password_file, "Password in its first line");

        add_with_config(*staff, "list", "Who is on the staff",
                        [this] { return with_config(options_, list_staff_command); });

        auto* disable = add_with_config(*staff, "disable", "Sign a person out for good",
                                        [this] { return run_staff(disable_staff_command); });
        disable->add_option("name", who.name, "Whose account")->required();

        auto* password = add_with_config(*staff, "password", "Set a person's password",
                                         [this] { return run_staff(password_command); });
        password->add_option("name", who.name, "Whose password")->required();
        password->add_option("--password-file", who.password_file,
                             "Password in its first line; without it you are asked");
    }

    void add_way_back()
    {
        auto* copy = add_with_config(
            app_, "backup", "Copy the database into a new file, while the daemon runs", [this] {
                return with_config(options_, [this](const Config& config) {
                    return backup_command(config, options_.file);
                });
            });
        copy->add_option("--to", options_.file, "The new file; never one that is there")
            ->required();

        auto* check = add(app_, "verify", "Say everything that is wrong with a database or backup",
                          [this] { return verify_command(options_.file, options_.kept); });
        check->add_option("file", options_.file, "Is only read, also beside a running daemon")
            ->required();
        auto* line = check
                         ->add_option("--line", options_.kept.number,
                                      "A line of the book, as in the owner's daily letter")
                         ->check(CLI::PositiveNumber);
        auto* seal = check->add_option("--seal", options_.kept.link,
                                       "Its seal in that letter: 16 hex digits");
        line->needs(seal);
        seal->needs(line);

        auto* back = add_with_config(
            app_, "restore", "Put a backup in the place of the database; keeps what was there",
            [this] {
                return with_config(options_, [this](const Config& config) {
                    return restore_command(config, options_.file, options_.changed_elsewhere);
                });
            });
        back->add_option("file", options_.file, "The backup; the daemon must be stopped")
            ->required();
        back->add_flag("--changed-elsewhere", options_.changed_elsewhere,
                       "Take a file to which another program has written, if all else is sound");
    }

    void add_search()
    {
        add_with_config(app_, "reindex",
                        "Take everything into the search anew, while the daemon runs or not",
                        [this] { return with_config(options_, reindex_command); });
    }

    void add_paper()
    {
        auto& links = options_.links;
        auto* make = add_with_config(
            app_, "links", "Make links to print on invoices: for one, or for a whole table",
            [this] {
                return with_config(options_, [this](const Config& config) {
                    return links_command(config, options_.links);
                });
            });
        auto* which = make->add_option_group("for");
        which->add_option("--invoice", links.invoice, "One invoice's reference: prints its link");
        auto* table = which->add_option(
            "--csv", links.table,
            "A table with an invoice a line below the names of its columns, separated by , or ; or "
            "tabs; - is standard input");
        which->require_option(1);
        auto* out = make->add_option("--out", links.out,
                                     "The same table with a column link more, replaced as a whole "
                                     "and also if some rows have none; - is standard output");
        table->needs(out);
        out->needs(table);
        make->add_option("--column", links.column,
                         "The column with the references; without it \"invoice\", or the first one")
            ->needs(table);
        make->add_option("--qr", links.qr, "Folder for the QR codes: REFERENCE.svg");

        auto& flyer = options_.flyer;
        auto* print = add_with_config(
            app_, "flyer", "Make the sign for the counter and eight cards, to print on A4", [this] {
                return with_config(options_, [this](const Config& config) {
                    return flyer_command(config, options_.flyer);
                });
            });
        print->add_option("--branch", flyer.branch, "Code of the branch whose form it leads to");
        print->add_option("--lang", flyer.language,
                          "Its language, such as de; without it, the first of business.languages");
        print
            ->add_option("--out", flyer.out,
                         "An HTML file to open in a browser; - is standard "
                         "output")
            ->required();
    }

    void add_health()
    {
        auto* ask = add_with_config(app_, "health", "Ask the running daemon how it is",
                                    [this] { return health(options_); });
        ask->add_option("--wait", options_.wait, "Ask again for so long until it is ready")
            ->capture_default_str();
    }

    int run_staff(int (*command)(const Config&, const StaffOptions&))
    {
        return with_config(options_,
                           [&](const Config& config) { return command(config, options_.staff); });
    }

    Options options_;
    std::function<int()> chosen_;
    CLI::App app_{
        "Heard: asks customers what they like and don't like, promises each of them an answer, "
        "and keeps its word.",
        "heard"};
};

} // namespace

// The last of the three places where exceptions are caught: the world failed, and somebody must
// read why.
int run_command(int argc, char** argv)
{
    say_last_words();
    try {
        auth::init();
        return CommandLine{}.run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::terminate(); // Its last words need no memory.
    } catch (const storage::Error& error) {
        return fail(error.what() + std::string{"; "} + std::string{storage::way_back(error)});
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}

} // namespace heard::daemon
