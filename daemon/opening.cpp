#include "daemon/opening.hpp"

#include "core/digest.hpp"
#include "mail/either_courier.hpp"
#include "mail/folder_courier.hpp"
#include "mail/webhook_courier.hpp"
#include "storage/backup.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace heard::daemon {

namespace {

/// What was queued for a webhook that the settings have no more.
class NoWebhook final : public mail::Courier
{
public:
    mail::Delivery deliver(const mail::Parcel&) override
    {
        return {mail::Verdict::never, "the settings have no webhook any more"};
    }
};

/// A server that has not even greeted by then is down.
std::chrono::seconds connect_within(const LimitSettings& limits)
{
    return std::min(std::chrono::seconds{30}, limits.letter_time);
}

std::shared_ptr<mail::Courier> smtp_courier(mail::SmtpOptions options, const LimitSettings& limits,
                                            const std::stop_token& stop)
{
    options.connect_within = connect_within(limits);
    options.deliver_within = limits.letter_time;
    options.stop = stop;
    return std::make_shared<mail::SmtpCourier>(std::move(options));
}

storage::HouseRow found_house(storage::Transaction& tx, auth::Entropy& entropy)
{
    if (auto house = storage::find_house(tx))
        return *house;
    storage::HouseRow house;
    entropy.fill(house.key);
    std::array<unsigned char, sizeof house.reference_seed> seed{};
    entropy.fill(seed);
    for (const auto byte : seed)
        house.reference_seed = house.reference_seed << 8 | byte;
    storage::add_house(tx, house);
    return house;
}

} // namespace

storage::HouseRow open_house(storage::Database& database, time::Instant now, auth::Entropy& entropy)
{
    return storage::in_one_transaction(
        database, now, [&](storage::Transaction& tx) { return found_house(tx, entropy); });
}

OpenedHouse open_checked_house(const std::filesystem::path& file, time::Instant now,
                               auth::Entropy& entropy)
{
    auto findings = storage::keep_damaged_log(file, now);
    storage::Database database{file, storage::Access::write};
    auto row = open_house(database, now, entropy);
    OpenedHouse opened{std::move(row), std::move(findings)};
    try {
        auto wrong = storage::in_one_transaction(database, now, storage::quick_audit);
        std::ranges::move(wrong, std::back_inserter(opened.findings));
    } catch (const storage::Error& error) {
        if (!error.damaged())
            throw;
        opened.damage = error.what();
    }
    return opened;
}

void warn_of_damaged_log(const Config& config)
{
    for (const auto& finding :
         storage::keep_damaged_log(config.database, time::SystemClock{}.now()))
        std::cerr << "heard: " << finding << "\n";
}

desk::House make_house(const Config& config, const storage::HouseRow& row)
{
    desk::House house;
    house.business = config.business_name;
    house.phone = config.phone;
    house.owner = {config.owner_name, config.owner_email};
    house.sender = {config.mail_from_name.empty() ? config.business_name : config.mail_from_name,
                    config.mail_from_email.empty() ? config.owner_email : config.mail_from_email};
    house.base_url = config.base_url;
    for (const auto& branch : config.branches)
        house.branches.push_back({branch.code, branch.name, branch.manager_email});
    house.promise = config.promise;
    house.ladder = config.ladder;
    house.undo_for = config.undo_for;
    house.alarm = {config.alarm.after, !config.alarm.smtp.relay.empty(),
                   !config.alarm.webhook.empty()};
    house.photos = config.photos;
    house.daily_at = config.daily_at;
    house.invoice_keys = config.invoice_keys;
    house.references = core::References{static_cast<std::uint64_t>(row.reference_seed)};
    house.epoch = row.epoch;
    house.keys = desk::Keys{row.key};
    return desk::in_languages(std::move(house), config.languages);
}

std::shared_ptr<mail::Courier> Couriers::of(storage::Lane lane) const
{
    switch (lane) {
    case storage::Lane::call:
        return webhook;
    case storage::Lane::alarm:
        return alarm;
    case storage::Lane::urgent:
    case storage::Lane::ordinary:
        break;
    }
    return mail;
}

Couriers make_couriers(const Config& config, const std::stop_token& stop)
{
    Couriers couriers;
    if (config.transport == Transport::folder)
        couriers.mail = std::make_shared<mail::FolderCourier>(config.mail_folder);
    else
        couriers.mail = smtp_courier(config.smtp, config.limits, stop);
    couriers.alarm = couriers.mail;
    if (!config.alarm.smtp.relay.empty())
        couriers.alarm = std::make_shared<mail::EitherCourier>(
            smtp_courier(config.alarm.smtp, config.limits, stop), couriers.mail);
    couriers.webhook = std::make_shared<NoWebhook>();
    if (!config.alarm.webhook.empty())
        couriers.webhook = std::make_shared<mail::WebhookCourier>(
            mail::WebhookOptions{.url = config.alarm.webhook,
                                 .deliver_within = connect_within(config.limits),
                                 .stop = stop});
    return couriers;
}

site::Photo photo_of(const Config& config)
{
    const auto& bytes = config.owner_photo.portrait;
    if (bytes.empty())
        return {};
    return {"image/jpeg", bytes, core::to_hex(core::digest_of(bytes))};
}

} // namespace heard::daemon
