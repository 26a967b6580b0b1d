#include "storage/search_index.hpp"

#include "core/acquaintance.hpp"
#include "storage/book.hpp"
#include "storage/migrations.hpp"
#include "storage/search.hpp"
#include "text/search_words.hpp"

namespace heard::storage {

namespace {

// A step holds up whoever writes: some milliseconds.
constexpr int lines_a_step = 400;
constexpr int pages_a_step = 30;

enum class Clearing { done, wanted, under_way };

void leave_out(Transaction& tx, core::TicketId ticket)
{
    tx.prepare("delete from search where rowid = ?1").run(ticket);
    tx.prepare("delete from known_by where ticket = ?1").run(ticket);
}

void enter(Transaction& tx, core::TicketId ticket)
{
    leave_out(tx, ticket);
    const auto entered = entry_for(tx, ticket);
    tx.prepare("insert into search (rowid, words) values (?1, ?2)")
        .run(ticket, joined(entered.words));
    for (const auto& key : entered.keys)
        tx.prepare("insert or ignore into known_by (key, ticket) values (?1, ?2)").run(key, ticket);
}

/// True: the book has more.
bool take_in_lines(Transaction& tx)
{
    const auto seen = tx.prepare("select lines from finder").value<std::int64_t>();
    auto query = tx.prepare("select id, ticket from book where id > ?1 order by id limit ?2");
    auto last = seen;
    std::set<core::TicketId> tickets; // In order: the index writes them in one go.
    int lines = 0;
    query.all(
        [&](Row& row) {
            std::optional<core::TicketId> ticket;
            row >> last >> ticket;
            if (ticket)
                tickets.insert(*ticket);
            return ++lines;
        },
        seen, lines_a_step);
    for (const auto ticket : tickets)
        enter(tx, ticket);
    if (last != seen)
        tx.prepare("update finder set lines = ?1").run(last);
    return lines == lines_a_step;
}

// What is deleted from FTS5 stays in its segments until they are merged into one: deleting adds a
// note of it. So all are, some pages at a time (https://sqlite.org/fts5.html, "The 'merge'
// Command"): a negative number begins, a positive one goes on.
bool clear_some(Transaction& tx)
{
    const auto state =
        static_cast<Clearing>(tx.prepare("select clearing from finder").value<int>());
    if (state == Clearing::done)
        return false;
    auto changes = tx.prepare("select total_changes()");
    const auto before = changes.value<std::int64_t>();
    tx.prepare("insert into search (search, rank) values ('merge', ?1)")
        .run(state == Clearing::wanted ? -pages_a_step : pages_a_step);
    // So the manual: less than two changes tell that there was nothing to merge.
    const bool ready = state == Clearing::under_way && changes.value<std::int64_t>() - before < 2;
    const auto next = ready ? Clearing::done : Clearing::under_way;
    tx.prepare("update finder set clearing = ?1").run(static_cast<int>(next));
    if (ready)
        tx.note_words_erased();
    return !ready;
}

void add_words(std::set<std::string>& words, std::string_view text)
{
    for (auto& word : text::search_words(text))
        words.insert(std::move(word.folded));
}

} // namespace

Entered entry_for(Transaction& tx, core::TicketId ticket)
{
    Entered entered;
    auto said = tx.prepare(R"sql(
        select reference, name, contact, invoice, branch
          from ticket join submission on submission.ticket = ticket.id
         where ticket.id = ?1
    )sql");
    said.first(
        [&](Row& row) {
            std::string reference, name, contact, invoice, branch;
            row >> reference >> name >> contact >> invoice >> branch;
            for (const auto& text : {reference, name, contact, invoice})
                add_words(entered.words, text);
            if (auto digits = core::phone_digits(contact))
                entered.words.insert(std::move(*digits));
            entered.words.insert(branch_word(branch));
            entered.keys = core::acquaintance_keys(contact, invoice);
            return 0;
        },
        ticket);
    for (const auto& text : texts_on(tx, ticket))
        add_words(entered.words, text);
    return entered;
}

std::string joined(const std::set<std::string>& words)
{
    std::string line;
    for (const auto& word : words)
        line.append(line.empty() ? "" : " ").append(word);
    return line;
}

std::string branch_word(std::string_view branch)
{
    constexpr std::string_view mark = "\xC2\xBB"; // U+00BB, which is no letter.
    std::string word{mark};
    for (const auto& part : text::search_words(branch))
        word += part.folded;
    return word;
}

bool tend_search(Transaction& tx)
{
    const bool more_lines = take_in_lines(tx);
    const bool more_to_clear = clear_some(tx);
    return more_lines || more_to_clear;
}

void forget_words(Transaction& tx, core::TicketId ticket)
{
    leave_out(tx, ticket);
    tx.prepare("update finder set clearing = ?1").run(static_cast<int>(Clearing::wanted));
}

std::int64_t lines_to_take_in(Transaction& tx)
{
    return book_head(tx).number - tx.prepare("select lines from finder").value<std::int64_t>();
}

void start_search_anew(Database& database)
{
    in_one_transaction(database, {}, [&](Transaction& tx) {
        for (const auto* const sql : {"drop table search_term", "drop table search",
                                      "drop table known_by", "drop table finder"})
            tx.prepare(sql).run();
        for (const auto migration : search_migrations)
            run_again(database, migration);
        return 0;
    });
}

} // namespace heard::storage
