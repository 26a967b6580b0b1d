// The courier that lays letters into a folder (a Maildir), for shops without a mail server, for the
// demo and for tests.
#pragma once

#include "mail/courier.hpp"

#include <filesystem>

namespace heard::mail {

/// Writes `tmp/`, syncs, renames into `new/NAME.eml`, syncs the folder: a letter is there whole or
/// not at all, also after power loss. NAME comes from the message id, so the same letter delivered
/// twice is one file, as long as no mail program has moved the first to `cur/`. Whatever the disk
/// says no to is tried again later. Thread: any, several at once.
class FolderCourier final : public Courier
{
public:
    /// The folder and its `tmp`, `new` and `cur` are made with the first letter, readable by us
    /// alone.
    explicit FolderCourier(std::filesystem::path folder)
        : folder_{folder.has_filename() ? std::move(folder) : folder.parent_path()}
    {}

    Delivery deliver(const Parcel& parcel) override;

private:
    std::filesystem::path folder_;
};

/// The name of a letter's file, without `.eml`: safe in any folder, different for different message
/// ids.
std::string file_name(std::string_view message_id);

} // namespace heard::mail
