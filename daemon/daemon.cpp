#include "daemon/daemon.hpp"

#include "daemon/descriptors.hpp"
#include "daemon/metrics.hpp"
#include "daemon/notify.hpp"
#include "daemon/opening.hpp"
#include "desk/customer.hpp"
#include "storage/house.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>

namespace heard::daemon {

namespace {

constexpr auto quiet_after_start = std::chrono::minutes{10};
constexpr auto last_words_within = std::chrono::seconds{5};

/// Before the store's threads start; a database that is new is made here.
OpenedHouse opened(const Config& config, World world)
{
    auto house = open_checked_house(config.database, world.clock.now(), world.entropy);
    for (const auto& finding : house.findings)
        world.log.write(Level::error, "database_inconsistent",
                        field("finding", finding) + " " +
                            field("see", "heard verify " + config.database.string()));
    return house;
}

bool is_plain_network(const std::string& base_url)
{
    return base_url.starts_with("http://") && !base_url.starts_with("http://127.") &&
           !base_url.starts_with("http://localhost") && !base_url.starts_with("http://[::1]");
}

/// On every response of any status. Pages need only our own style sheet, pictures and forms.
std::vector<http::Header> headers_for(const std::string& base_url)
{
    std::vector<http::Header> headers = {
        {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; "
                                    "connect-src 'self'; img-src 'self'; manifest-src 'self'; "
                                    "form-action 'self'; base-uri 'none'; "
                                    "frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    // Over plain http in the shop's own network browsers send no Sec-Fetch-Site, and without a
    // referrer their Origin is `null`: then no form of ours would pass as ours. To other sites no
    // address goes out either way.
    headers.push_back(
        {"Referrer-Policy", is_plain_network(base_url) ? "same-origin" : "no-referrer"});
    if (base_url.starts_with("https://"))
        headers.push_back({"Strict-Transport-Security", "max-age=31536000"});
    return headers;
}

/// The settings that differ and are only read at the start, by name.
std::string needing_restart(const Config& running, const Config& wanted)
{
    std::string names;
    const auto note = [&](bool differs, const char* name) {
        if (differs)
            names += names.empty() ? name : std::string{", "} + name;
    };
    note(running.listen != wanted.listen, "server.listen");
    note(running.metrics_listen != wanted.metrics_listen, "server.metrics_listen");
    note(running.trusted_proxies != wanted.trusted_proxies, "server.trusted_proxies");
    note(running.base_url != wanted.base_url, "server.base_url");
    note(running.database != wanted.database, "storage.path");
    note(running.limits != wanted.limits, "limits");
    return names;
}

/// The free bytes of the disk that holds the database, when they are few.
std::optional<std::uintmax_t> few_bytes_left(const std::filesystem::path& database)
{
    constexpr std::uintmax_t few = 500'000'000;
    std::error_code failed;
    const auto space = std::filesystem::space(database, failed);
    if (failed || space.available >= std::min(few, space.capacity / 10))
        return std::nullopt;
    return space.available;
}

/// A reader may be the first who finds the damage.
bool is_database_gone(std::exception_ptr failed)
{
    try {
        std::rethrow_exception(failed);
    } catch (const storage::Error& error) {
        return error.fatal();
    } catch (...) {
        return false;
    }
}

std::string reason_of(std::exception_ptr failed)
{
    try {
        std::rethrow_exception(failed);
    } catch (const storage::Error& error) {
        return error.what() + std::string{"; "} + std::string{storage::way_back(error)};
    } catch (const std::exception& error) {
        return error.what();
    }
}

} // namespace

Daemon::Daemon(Config config, std::filesystem::path settings_file, World world)
    : config_{std::move(config)}
    , settings_file_{std::move(settings_file)}
    , world_{world}
    , opened_{opened(config_, world_)}
    , house_{std::make_shared<const desk::House>(make_house(config_, opened_.row))}
    , photo_{std::make_shared<const site::Photo>(photo_of(config_))}
    , couriers_in_force_{make_couriers(config_, stop_.get_token())}
    , mail_settings_{config_}
    , began_at_{world_.clock.now()}
    , presence_{bell_, world_.clock}
    , store_{io_.get_executor(), world_.clock, store_options()}
    , passwords_{config_.limits.password_hashes_at_once}
    , couriers_{config_.limits.couriers + 1} // One for what somebody must act on.
    , distress_{distress_parts()}
    , rounds_{round_parts()}
    , clock_watch_{io_, [this] { rounds_.wake_all(); }}
    , site_{site_parts()}
    , server_{io_, server_options(),
              [this](http::Request request) { return router_.route(std::move(request)); }}
    , signals_{io_, SIGTERM, SIGINT, SIGHUP}
{
    rounds_to_wake_ = &rounds_;
    site_.add_routes(router_);
    listen();
    listen_for_metrics();
}

Daemon::~Daemon()
{
    forget_signals(); // Also when an exception ends the run.
    rounds_to_wake_ = nullptr;
}

int Daemon::run()
{
    spawn(write_down_ladder());
    spawn(obey_signals());
    if (opened_.damage)
        note_damage(*opened_.damage);
    rounds_.start();
    clock_watch_.start();
    world_.log.write(Level::info, "ready", field("version", HEARD_VERSION));
    notify("READY=1");
    io_.run();
    tell_before_the_end();
    world_.log.write(Level::info, "stopped", field("exit_code", exit_code_));
    return exit_code_;
}

void Daemon::stop()
{
    boost::asio::post(io_, [this] { begin_stopping(); });
}

// The start order upside down. What was accepted is answered; then nothing is left to do and run()
// returns.
void Daemon::begin_stopping()
{
    if (stopping_)
        return;
    stopping_ = true;
    notify("STOPPING=1");
    world_.log.write(Level::info, "stopping");
    // From here on a second Ctrl-C ends the program at once; what is committed is safe.
    forget_signals();
    if (metrics_server_)
        metrics_server_->stop();
    server_.stop();
    clock_watch_.stop();
    rounds_.stop();
    distress_.stop();
    stop_.request_stop();
}

void Daemon::forget_signals()
{
    boost::system::error_code ignored;
    signals_.clear(ignored);
    signals_.cancel(ignored);
    // New settings that come too late are for the next start, and no reason to die.
    std::signal(SIGHUP, SIG_IGN);
}

void Daemon::give_up(std::string_view event, std::string_view reason)
{
    world_.log.write(Level::error, event, field("reason", reason));
    exit_code_ = 1;
    begin_stopping();
}

// Who meets damage fails alone; that there is some is told once, by letter and in the log.
void Daemon::note_damage(std::string_view reason)
{
    if (damaged_.exchange(true))
        return;
    world_.log.write(Level::error, "database_damaged",
                     field("reason", reason) + " " +
                         field("see", "heard verify " + config_.database.string()) + " " +
                         field("way_back", storage::way_back_from_damage()));
    distress_.database_is_damaged();
}

// One attempt of a few seconds: the supervisor waits to start us again. Whoever fails again right
// after a start has told before, or has never run; nobody gets a letter each second.
void Daemon::tell_before_the_end()
{
    if (!database_failed_ || world_.clock.now() - began_at_ < quiet_after_start)
        return;
    auto settings = mail_settings_;
    settings.limits.letter_time = last_words_within;
    const auto couriers = make_couriers(settings, std::stop_token{});
    tell_of_failed_database(*house_, couriers, world_.clock.now());
}

void Daemon::listen()
{
    for (const auto& where : config_.listen) {
        ports_.push_back(server_.listen(where));
        world_.log.write(Level::info, "listening",
                         field("address", where) + " " + field("port", ports_.back()));
    }
    const auto possible = connections_possible(config_.limits.connections);
    if (possible < config_.limits.connections)
        world_.log.write(Level::warning, "few_descriptors", field("connections", possible));
}

void Daemon::listen_for_metrics()
{
    if (config_.metrics_listen.empty())
        return;
    auto options = server_options();
    options.refusal = nullptr;
    auto gauges = [this] {
        return Gauges{store_.waiting(), server_.connections_open(), server_.requests_served(),
                      server_.connections_refused(), rounds_.trouble().stuck};
    };
    metrics_server_ = std::make_unique<http::Server>(io_, std::move(options),
                                                     metrics_page(store_, std::move(gauges)));
    metrics_server_->listen(config_.metrics_listen);
}

storage::StoreOptions Daemon::store_options()
{
    storage::StoreOptions options;
    options.file = config_.database;
    options.waiting_max = static_cast<std::size_t>(config_.limits.writes_waiting);
    options.committed = [this](const storage::Wake& wake) {
        if (auto* rounds = rounds_to_wake_.load())
            rounds->wake(wake);
        if (bell_.anybody_listens() && !wake.tickets.empty())
            boost::asio::post(io_, [this, tickets = wake.tickets] {
                for (const auto ticket : tickets)
                    bell_.ring(ticket.value);
                bell_.ring(site::staff_topic);
            });
    };
    options.failed = [this](const std::string& reason) {
        boost::asio::post(io_, [this, reason] {
            database_failed_ = true;
            give_up("database_failed", reason);
        });
    };
    options.damaged = [this](const std::string& reason) {
        boost::asio::post(io_, [this, reason] { note_damage(reason); });
    };
    options.disk_full = [this](bool full) {
        disk_full_ = full;
        if (full)
            boost::asio::post(io_, [this] { distress_.disk_is_full(); });
        world_.log.write(full ? Level::error : Level::info, full ? "disk_full" : "disk_has_space");
    };
    return options;
}

RoundParts Daemon::round_parts()
{
    return {.io = io_,
            .clock = world_.clock,
            .log = world_.log,
            .store = store_,
            .couriers = couriers_,
            .house = [this] { return house_; },
            .courier = [this](storage::Lane lane) { return couriers_in_force_.of(lane); },
            .disk_full = [this] { return disk_full_.load(); },
            .machine =
                [this] {
                    return desk::Machine{few_bytes_left(config_.database),
                                         damaged_ || !opened_.findings.empty()};
                },
            .damaged = [this](const std::string& reason) { note_damage(reason); },
            .died =
                [this](std::exception_ptr failed) {
                    database_failed_ = database_failed_ || is_database_gone(failed);
                    give_up("round_died", reason_of(failed));
                }};
}

DistressParts Daemon::distress_parts()
{
    return {.io = io_,
            .clock = world_.clock,
            .log = world_.log,
            .couriers = couriers_,
            .house = [this] { return house_; },
            .courier = [this](storage::Lane lane) { return couriers_in_force_.of(lane); }};
}

// Never detached: what dies here ends the daemon, and the supervisor starts it again.
void Daemon::spawn(boost::asio::awaitable<void> job)
{
    boost::asio::co_spawn(io_, std::move(job), [this](std::exception_ptr failed) {
        if (failed)
            give_up("job_died", reason_of(failed));
    });
}

site::Parts Daemon::site_parts()
{
    return {
        .store = store_,
        .clock = world_.clock,
        .entropy = world_.entropy,
        .passwords = passwords_,
        .bell = bell_,
        .presence = presence_,
        .house = [this] { return house_; },
        .photo = [this] { return photo_; },
        .health = [this] { return health(); },
        .log = [this](std::string_view event,
                      std::string_view detail) { world_.log.write(Level::info, event, detail); },
        .sign_ins_per_quarter_hour = config_.limits.sign_ins_per_quarter_hour,
        .submissions_per_hour_per_address = config_.limits.submissions_per_hour_per_address};
}

http::ServerOptions Daemon::server_options()
{
    http::ServerOptions options;
    options.limits.body_bytes = config_.limits.body_bytes;
    options.limits.connections =
        static_cast<std::size_t>(connections_possible(config_.limits.connections));
    options.limits.connections_per_address =
        static_cast<std::size_t>(config_.limits.connections_per_address);
    options.limits.head_time = config_.limits.head_time;
    options.limits.request_time = config_.limits.request_time;
    options.limits.idle_time = config_.limits.idle_time;
    options.trusted_proxies = config_.trusted_proxies;
    options.headers_always = headers_for(config_.base_url);
    options.refusal = [this](int status, std::string_view reason) {
        return site_.refusal(status, reason);
    };
    options.log = [this](std::string_view event, std::string_view detail) {
        world_.log.write(Level::warning, event, field("detail", detail));
    };
    return options;
}

site::Health Daemon::health() const
{
    site::Health health;
    const auto& trouble = rounds_.trouble();
    health.letters_stuck = trouble.stuck;
    health.letters_given_up = trouble.given_up;
    health.letters = trouble.newest;
    health.disk_full = disk_full_;
    const auto note = [&](bool wrong, const char* issue, bool serving = true) {
        if (wrong)
            health.issues.emplace_back(issue);
        health.ready = health.ready && (!wrong || serving);
    };
    note(health.disk_full, "disk_full", false);
    note(!rounds_.promises_on_time(), "promises_late", false);
    note(!rounds_.writes_on_time(), "writes_late", false);
    note(stopping_, "stopping", false);
    note(damaged_, "database_damaged");
    note(!opened_.findings.empty(), "database_inconsistent");
    note(trouble.stuck > 0, "letters_stuck");
    note(trouble.given_up > 0, "letters_given_up");
    return health;
}

boost::asio::awaitable<void> Daemon::obey_signals()
{
    while (!stopping_) {
        const auto [failed, signal] =
            co_await signals_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        if (failed)
            co_return;
        if (signal != SIGHUP) {
            begin_stopping();
            co_return;
        }
        if (!take_new_settings())
            continue;
        co_await write_down_ladder();
        rounds_.take_new_settings();
        world_.log.write(Level::info, "reloaded");
    }
}

bool Daemon::take_new_settings()
{
    const auto checked = read_config(settings_file_);
    for (const auto& finding : checked.findings)
        world_.log.write(Level::warning, "settings", field("finding", to_text(finding)));
    if (!checked.good()) {
        world_.log.write(Level::error, "reload_refused", field("kept", "the settings in force"));
        return false;
    }
    try {
        use(checked.config);
        return true;
    } catch (const std::exception& error) {
        world_.log.write(Level::error, "reload_refused", field("reason", error.what()));
        return false;
    }
}

// All or nothing: whatever can fail happens before anything is replaced.
void Daemon::use(const Config& config)
{
    auto photo = std::make_shared<const site::Photo>(photo_of(config));
    auto couriers = make_couriers(config, stop_.get_token());
    auto house = std::make_shared<const desk::House>(make_house(config, opened_.row));
    photo_ = std::move(photo);
    couriers_in_force_ = std::move(couriers);
    mail_settings_ = config;
    house_ = std::move(house);
    if (const auto names = needing_restart(config_, config); !names.empty())
        world_.log.write(Level::warning, "restart_needed", field("for", names));
}

boost::asio::awaitable<void> Daemon::write_down_ladder()
{
    auto write = [ladder = core::to_text(house_->ladder)](storage::Transaction& tx) {
        storage::set_ladder(tx, ladder);
        return desk::Done{};
    };
    // Not kept (a full disk): promises still climb the new ladder, each from its next look on.
    co_await store_.write_first(std::move(write));
}

} // namespace heard::daemon
