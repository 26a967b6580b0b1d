// The daemon: owns every part, wires them, starts and stops them.
// The only place that knows all rooms. Decides nothing.
#pragma once

#include "auth/entropy.hpp"
#include "daemon/clock_watch.hpp"
#include "daemon/config.hpp"
#include "daemon/courier_pool.hpp"
#include "daemon/distress.hpp"
#include "daemon/log.hpp"
#include "daemon/opening.hpp"
#include "daemon/rounds.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "site/password_pool.hpp"
#include "site/site.hpp"
#include "storage/house.hpp"
#include "storage/store.hpp"
#include "time/clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace heard::daemon {

/// The three seams to the world, and the log.
struct World
{
    const time::Clock& clock;
    auth::Entropy& entropy;
    const Log& log;
};

class Daemon
{
public:
    /// Opens everything: after this the ports are bound and connections wait. `settings_file` is
    /// read again on SIGHUP. Throws std::runtime_error with a sentence for the operator: a port in
    /// use, a newer database, ...
    Daemon(Config config, std::filesystem::path settings_file, World world);
    ~Daemon();

    /// Serves until SIGTERM, SIGINT or `stop`; then answers what was accepted. 0 when all was well,
    /// 1 when the daemon had to give up and should be started again.
    int run();
    /// Thread: any.
    void stop();
    /// In the order of `listen`.
    const std::vector<std::uint16_t>& ports() const { return ports_; }

private:
    storage::StoreOptions store_options();
    site::Parts site_parts();
    RoundParts round_parts();
    DistressParts distress_parts();
    http::ServerOptions server_options();
    void listen();
    void listen_for_metrics();
    void begin_stopping();
    void forget_signals();
    void give_up(std::string_view event, std::string_view reason);
    void note_damage(std::string_view reason);
    void tell_before_the_end();
    site::Health health() const;

    void spawn(boost::asio::awaitable<void> job);
    boost::asio::awaitable<void> obey_signals();
    bool take_new_settings();
    void use(const Config& config);
    boost::asio::awaitable<void> write_down_ladder();

    Config config_;
    std::filesystem::path settings_file_;
    World world_;
    std::stop_source stop_;
    OpenedHouse opened_;
    std::shared_ptr<const desk::House> house_;
    std::shared_ptr<const site::Photo> photo_;
    Couriers couriers_in_force_;
    Config mail_settings_; ///< Those of the couriers in force.
    time::Instant began_at_;

    http::Bell bell_; ///< Outlives the streams that io_ may still hold; so does the next.
    site::Presence presence_;
    boost::asio::io_context io_{1};
    std::atomic<bool> disk_full_ = false;
    std::atomic<bool> damaged_ = false; ///< Somebody met a page that cannot be read.
    std::atomic<Rounds*> rounds_to_wake_ = nullptr;

    // In start order; they stop in the order of begin_stopping and go in reverse.
    storage::Store store_;
    site::PasswordPool passwords_;
    CourierPool couriers_;
    Distress distress_;
    Rounds rounds_;
    ClockWatch clock_watch_;
    site::Site site_;
    http::Router router_;
    http::Server server_;
    std::unique_ptr<http::Server> metrics_server_;
    boost::asio::signal_set signals_;

    std::vector<std::uint16_t> ports_;
    bool stopping_ = false;
    bool database_failed_ = false;
    int exit_code_ = 0;
};

} // namespace heard::daemon
