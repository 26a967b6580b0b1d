#include "storage/photo.hpp"

#include "storage/book.hpp"

#include <algorithm>

namespace heard::storage {

namespace {

Photo read_photo(Row& row)
{
    Photo photo;
    row >> photo.number >> photo.media_type >> photo.width >> photo.height >> photo.digest;
    return photo;
}

PhotoFile read_file(Row& row)
{
    PhotoFile file;
    row >> file.media_type >> file.bytes;
    return file;
}

bool has_photo(Transaction& tx, core::TicketId ticket, const core::Digest& digest)
{
    return tx.prepare("select exists (select 1 from photo where ticket = ?1 and digest = ?2)")
        .value<bool>(ticket, digest);
}

/// A draft becomes the ticket's next photo.
void take(Transaction& tx, const core::FormKey& form, core::TicketId ticket, const Photo& draft)
{
    const auto salt = make_salt();
    auto query = tx.prepare(R"sql(
        update photo
           set form_key = null, ticket = ?3, salt = ?4,
               number = (select coalesce(max(number), 0) + 1 from photo where ticket = ?3)
         where form_key = ?1 and number = ?2
        returning number
    )sql");
    const auto number = query.value<int>(form, draft.number, ticket, salt);
    const auto detail = std::to_string(number);
    write_book(tx, {.what = "photo",
                    .ticket = ticket,
                    .detail = detail,
                    .words = vouched_for_photo(salt, draft.digest)});
}

} // namespace

void add_draft(Transaction& tx, const core::FormKey& form, const core::Picture& picture)
{
    auto query = tx.prepare(R"sql(
        insert into photo (form_key, number, media_type, width, height, size, digest, kept_at)
        values (?1, (select coalesce(max(number), 0) + 1 from photo where form_key = ?1),
                ?2, ?3, ?4, ?5, ?6, ?7)
    )sql");
    const auto size = static_cast<std::int64_t>(picture.bytes.size());
    const auto id =
        query.insert(form, media_type_of(picture.kind), std::int64_t{picture.width},
                     std::int64_t{picture.height}, size, core::digest_of(picture.bytes), tx.now());
    const Bytes bytes{reinterpret_cast<const unsigned char*>(picture.bytes.data()),
                      picture.bytes.size()};
    tx.prepare("insert into photo_bytes (photo, bytes) values (?1, ?2)").run(id, bytes);
}

std::vector<Photo> drafts_of(Transaction& tx, const core::FormKey& form)
{
    auto query = tx.prepare(R"sql(
        select number, media_type, width, height, digest
          from photo
         where form_key = ?1
         order by number
    )sql");
    return query.all(read_photo, form);
}

std::optional<PhotoFile> find_draft(Transaction& tx, const core::FormKey& form, int number)
{
    auto query = tx.prepare(R"sql(
        select media_type, bytes
          from photo join photo_bytes on photo_bytes.photo = photo.id
         where form_key = ?1 and number = ?2
    )sql");
    return query.first(read_file, form, number);
}

void drop_draft(Transaction& tx, const core::FormKey& form, int number)
{
    tx.prepare("delete from photo where form_key = ?1 and number = ?2").run(form, number);
}

bool drop_oldest_draft(Transaction& tx, const core::FormKey& but_of)
{
    auto query = tx.prepare(R"sql(
        delete from photo
         where id = (select id from photo
                      where form_key is not null and form_key <> ?1
                      order by kept_at limit 1)
        returning id
    )sql");
    return query.value<std::int64_t>(but_of) != 0;
}

int drop_drafts_before(Transaction& tx, Instant before)
{
    constexpr int at_a_time = 4;
    auto query = tx.prepare(R"sql(
        delete from photo
         where id in (select id from photo
                       where form_key is not null and kept_at < ?1
                       order by kept_at limit ?2)
        returning id
    )sql");
    return static_cast<int>(query.all([](Row&) { return 0; }, before, at_a_time).size());
}

void take_drafts(Transaction& tx, const core::FormKey& form, core::TicketId ticket)
{
    for (const auto& draft : drafts_of(tx, form))
        if (has_photo(tx, ticket, draft.digest))
            drop_draft(tx, form, draft.number);
        else
            take(tx, form, ticket, draft);
}

std::vector<Photo> photos_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select number, media_type, width, height, digest
          from photo
         where ticket = ?1 and salt is not null
         order by number
    )sql");
    return query.all(read_photo, ticket);
}

std::optional<PhotoFile> find_photo(Transaction& tx, core::TicketId ticket, int number)
{
    auto query = tx.prepare(R"sql(
        select media_type, bytes
          from photo join photo_bytes on photo_bytes.photo = photo.id
         where ticket = ?1 and number = ?2
    )sql");
    return query.first(read_file, ticket, number);
}

void erase_photos(Transaction& tx, core::TicketId ticket)
{
    tx.prepare("delete from photo_bytes where photo in (select id from photo where ticket = ?1)")
        .run(ticket);
    tx.prepare("update photo set size = 0, digest = x'', salt = null where ticket = ?1")
        .run(ticket);
}

core::Digest vouched_for_photo(const core::Salt& salt, const core::Digest& digest)
{
    return core::salted_digest(salt,
                               {{reinterpret_cast<const char*>(digest.data()), digest.size()}});
}

PhotoBytes photo_bytes(Transaction& tx)
{
    const auto read = [](Row& row) {
        PhotoBytes bytes;
        row >> bytes.all >> bytes.drafts;
        return bytes;
    };
    auto query = tx.prepare(R"sql(
        select coalesce(sum(size), 0), coalesce(sum(size) filter (where form_key is not null), 0)
          from photo
    )sql");
    return query.first(read).value_or(PhotoBytes{});
}

} // namespace heard::storage
