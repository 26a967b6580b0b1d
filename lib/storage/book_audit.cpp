#include "storage/book_audit.hpp"

#include "core/chain.hpp"
#include "storage/audit_rules.hpp"
#include "storage/book.hpp"
#include "storage/photo.hpp"

namespace heard::storage {

namespace {

using Problems = std::vector<std::string>;

/// A line as it lies in the table. It owns its text, which a ChainedLine only looks at.
struct StoredLine
{
    core::ChainedLine line;
    std::string what;
    std::string detail;
    core::Digest link{};
};

StoredLine read_line(Row& row)
{
    StoredLine stored;
    row >> stored.line.number >> stored.line.at >> stored.what >> stored.line.ticket >>
        stored.line.entry >> stored.line.promise >> stored.line.staff >> stored.line.due_at >>
        stored.line.words >> stored.detail >> stored.link;
    return stored;
}

/// The next line after that number. One at a time: a book of years need not fit into memory.
std::optional<StoredLine> line_after(Transaction& tx, std::int64_t number)
{
    auto query = tx.prepare(R"sql(
        select id, at, what, ticket, entry, promise, staff, due_at, words, detail, link
          from book
         where id > ?1
         order by id
         limit 1
    )sql");
    return query.first(read_line, number);
}

/// After a line that is wrong the walk goes on from what that line says, so that each is named
/// once.
Problems walk(Transaction& tx, BookHead from)
{
    Problems problems;
    while (auto stored = line_after(tx, from.number)) {
        stored->line.what = stored->what;
        stored->line.detail = stored->detail;
        const auto name = "line " + std::to_string(stored->line.number) + " of the book";
        // A damaged page may give any number, also one that leads round in a circle.
        if (stored->line.number <= from.number) {
            problems.push_back("after line " + std::to_string(from.number) +
                               " of the book the numbers go back; the rest cannot be followed");
            return problems;
        }
        if (stored->line.number != from.number + 1)
            problems.push_back("before " + name + " lines are missing");
        else if (core::link_after(from.link, stored->line) != stored->link)
            problems.push_back(name + " or the one before it was changed after it was written");
        from = {stored->line.number, stored->link};
    }
    return problems;
}

constexpr Rule rules[] = {
    {R"sql(
        select reference, null
          from ticket join submission on submission.ticket = ticket.id
         where received_at <> opened_at
            or not exists (select 1 from book
                            where book.ticket = ticket.id and entry = 0 and what = 'submitted'
                              and at = opened_at)
     )sql",
     "the book does not have it as received at that time"},
    {R"sql(
        select reference, entry.number
          from entry join ticket on ticket.id = entry.ticket
         where not exists (select 1 from book
                            where book.ticket = entry.ticket and book.entry = entry.number
                              and book.at = entry.at and book.what = entry.what
                              and book.staff is entry.staff)
     )sql",
     "the book has entry # at another time, by another person or as something else, or not at all"},
    {R"sql(
        select reference, book.entry
          from book join ticket on ticket.id = book.ticket
         where book.entry > 0
           and not exists (select 1 from entry
                            where entry.ticket = book.ticket and entry.number = book.entry)
     )sql",
     "entry # is in the book, and gone from the ticket"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where not exists (select 1 from book
                            where book.ticket = promise.ticket and book.promise = promise.id
                              and book.what = 'promised' and book.at = promise.made_at
                              and book.due_at = promise.due_at and book.staff is promise.made_by)
     )sql",
     "the book has promise # made or due at another time, by another person, or not at all"},
    {R"sql(
        select reference, book.promise
          from book join ticket on ticket.id = book.ticket
         where book.what = 'promised'
           and not exists (select 1 from promise
                            where promise.id = book.promise and promise.ticket = book.ticket)
     )sql",
     "promise # is in the book, and gone from the ticket"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.state <> 'open'
           and not exists (select 1 from book
                            where book.ticket = promise.ticket and book.promise = promise.id
                              and book.at = promise.ended_at and book.due_at = promise.due_at
                              and case promise.state
                                      when 'broken' then book.what in ('answered late', 'settled late',
                                                                      'erased late', 'merged late')
                                      else book.what = promise.state end)
     )sql",
     "the book has promise # ended in another way or at another time"},
    // One line for each thing that happened: a second one that fits would make any time good.
    {R"sql(
        select reference, photo.number
          from photo join ticket on ticket.id = photo.ticket
         where (select count(*) from book
                 where book.ticket = photo.ticket and book.what = 'photo'
                   and book.detail = photo.number) <> 1
     )sql",
     "the book does not have photo # as received, or has it twice"},
    {R"sql(
        select reference, book.detail
          from book join ticket on ticket.id = book.ticket
         where book.what = 'photo'
           and not exists (select 1 from photo
                            where photo.ticket = book.ticket and photo.number = book.detail)
     )sql",
     "photo # is in the book, and gone from the ticket"},
    {R"sql(
        select reference, photo.number
          from photo join ticket on ticket.id = photo.ticket
         where (photo.salt is null) =
               exists (select 1 from photo_bytes where photo_bytes.photo = photo.id)
     )sql",
     "photo # has lost its bytes, or has bytes that nobody vouches for"},
    {R"sql(
        select reference, book.entry
          from book join ticket on ticket.id = book.ticket
         where book.entry is not null
         group by book.ticket, book.entry
        having count(*) > 1
     )sql",
     "the book has more than one line for entry #"},
    {R"sql(
        select reference, book.promise
          from book join ticket on ticket.id = book.ticket
         where book.what in ('promised', 'broken', 'kept', 'released', 'replaced', 'answered late',
                             'settled late', 'erased late', 'merged late')
         group by book.ticket, book.promise, iif(book.what in ('promised', 'broken'), book.what, 'ended')
        having count(*) > 1
     )sql",
     "the book has promise # made, broken or ended more than once"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.state = 'open'
           and exists (select 1 from book
                        where book.ticket = promise.ticket and book.promise = promise.id
                          and book.what in ('kept', 'released', 'replaced', 'answered late', 'settled late',
                                            'erased late', 'merged late'))
     )sql",
     "promise # is open, and ended in the book"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where case when promise.broken_at is null
                    then exists (select 1 from book
                                  where book.ticket = promise.ticket and book.promise = promise.id
                                    and book.what = 'broken')
                    else promise.broken_at <> promise.due_at
                         or not exists (select 1 from book
                                         where book.ticket = promise.ticket
                                           and book.promise = promise.id
                                           and book.what in ('broken', 'answered late', 'settled late',
                                                              'erased late', 'merged late'))
               end
     )sql",
     "the book does not agree whether promise # was broken"},
    {R"sql(
        select reference, null
          from ticket
         where answered_at is not (select at from book
                                    where book.ticket = ticket.id and what = 'answer' and entry is not null
                                    order by id desc limit 1)
     )sql",
     "the book has its answer at another time"},
    {R"sql(
        select reference, null
          from ticket
         where settled_at is not (select iif(what in ('settled', 'erased'), at, null) from book
                                   where book.ticket = ticket.id
                                     and what in ('settled', 'erased', 'not_settled', 'message', 'hold')
                                   order by id desc limit 1)
     )sql",
     "the book does not agree when it was settled"},
    {R"sql(
        select reference, null
          from ticket
         where erased_at is not (select at from book
                                  where book.ticket = ticket.id and what = 'erased'
                                  order by id desc limit 1)
     )sql",
     "the book does not agree when its words were erased"},
    {R"sql(
        select ticket.reference, null
          from ticket left join ticket as stays on stays.id = ticket.merged_into
         where stays.reference is not (select detail from book
                                        where book.ticket = ticket.id and what = 'merged'
                                        order by id desc limit 1)
     )sql",
     "the book does not agree with which other ticket it goes along"},
    // What was said before it was erased: nobody can tell any more whether words that stand there
    // are those that were said.
    {R"sql(
        select reference, null
          from ticket join submission on submission.ticket = ticket.id
         where erased_at is not null
           and (likes <> '' or dislikes <> '' or wishes <> '' or salt is not null
                or exists (select 1 from entry
                            where entry.ticket = ticket.id and staff is null
                              and (text <> '' or done <> '' or salt is not null)
                              and number < (select max(number) from entry as erased
                                             where erased.ticket = ticket.id and erased.what = 'erased')))
     )sql",
     "it was erased, and has words from before"},
    {R"sql(
        select reference, null
          from ticket join submission on submission.ticket = ticket.id
         where erased_at is null and salt is null
     )sql",
     "its words are gone, and the book does not say that they were erased"},
};

/// Words of one row: their salt, what the book has of them, and the texts themselves.
struct Words
{
    std::string reference;
    int entry = 0;
    std::optional<core::Salt> salt;
    std::optional<core::Digest> digest;
    std::array<std::string, 3> parts;
};

/// Words without a salt were erased: there must be none. Entries have two parts, submissions three.
std::optional<std::string> problem_with(const Words& words)
{
    const auto& [first, second, third] = words.parts;
    const auto name =
        words.entry == 0 ? "what was said first" : "entry " + std::to_string(words.entry);
    if (!words.salt)
        return first.empty() && second.empty() && third.empty()
                   ? std::nullopt
                   : std::optional{words.reference + ": " + name + " has words without a salt"};
    const auto digest = words.entry == 0 ? core::salted_digest(*words.salt, {first, second, third})
                                         : core::salted_digest(*words.salt, {first, second});
    if (words.digest == digest)
        return std::nullopt;
    return words.reference + ": " + name + " is not in the words that the book vouches for";
}

Problems problems_with_words(Transaction& tx)
{
    Problems problems;
    const auto check = [&](Row& row) {
        Words words;
        row >> words.reference >> words.entry >> words.salt >> words.digest >> words.parts[0] >>
            words.parts[1] >> words.parts[2];
        if (auto problem = problem_with(words))
            problems.push_back(std::move(*problem));
        return 0;
    };
    tx.prepare(R"sql(
        select reference, 0, salt, words, likes, dislikes, wishes
          from submission
          join ticket on ticket.id = submission.ticket
          left join book on book.ticket = ticket.id and book.entry = 0
    )sql")
        .all(check);
    tx.prepare(R"sql(
        select reference, number, salt, words, text, done, ''
          from entry
          join ticket on ticket.id = entry.ticket
          left join book on book.ticket = entry.ticket and book.entry = entry.number
    )sql")
        .all(check);
    return problems;
}

/// One at a time: photos are megabytes.
Problems problems_with_photos(Transaction& tx)
{
    Problems problems;
    const auto check = [&](Row& row) {
        std::string reference, bytes;
        int number = 0;
        core::Salt salt;
        core::Digest in_book, digest;
        row >> reference >> number >> salt >> digest >> in_book >> bytes;
        if (digest != core::digest_of(bytes) || in_book != vouched_for_photo(salt, digest))
            problems.push_back(reference + ": photo " + std::to_string(number) +
                               " is not the one that the book vouches for");
        return 0;
    };
    tx.prepare(R"sql(
        select reference, photo.number, photo.salt, photo.digest, book.words, bytes
          from photo
          join ticket on ticket.id = photo.ticket
          join photo_bytes on photo_bytes.photo = photo.id
          join book on book.ticket = photo.ticket and book.what = 'photo'
                   and book.detail = photo.number
         where photo.salt is not null
    )sql")
        .all(check);
    return problems;
}

} // namespace

std::vector<std::string> problems_with_chain(Transaction& tx)
{
    return walk(tx, {});
}

std::vector<std::string> problems_with_chain_end(Transaction& tx, std::int64_t lines_max)
{
    const auto before = book_head(tx).number - lines_max;
    const auto link = before > 0 ? link_of(tx, before) : std::nullopt;
    return walk(tx, link ? BookHead{before, *link} : BookHead{});
}

std::vector<std::string> problems_against_book(Transaction& tx)
{
    Problems problems;
    for (const auto& rule : rules)
        for (auto& problem : who_breaks(tx, rule))
            problems.push_back(std::move(problem));
    for (auto& problem : problems_with_words(tx))
        problems.push_back(std::move(problem));
    for (auto& problem : problems_with_photos(tx))
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace heard::storage
