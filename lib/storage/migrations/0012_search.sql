-- What search and acquaintance look things up in. Made from the rows by a round, a moment after the commit, so that no
-- customer waits for it; it can be made anew at any time.

-- One row for each ticket, by its number: every word that was said on it, folded (text/search_words), each once.
create virtual table search using fts5(words, detail = none, columnsize = 0, prefix = '2 3', tokenize = 'ascii');
create virtual table search_term using fts5vocab(search, instance);

-- Which tickets share a contact or an invoice: core/acquaintance.
create table known_by (
    key    text    not null,
    ticket integer not null references ticket (id),
    primary key (key, ticket)
) strict, without rowid;

create index known_by_ticket on known_by (ticket);

create table finder (
    id       integer primary key check (id = 1),
    lines    integer not null,                                 -- of the book, up to which all tickets are in
    clearing integer not null check (clearing between 0 and 2) -- erased words: 0 all gone, 1 to be cleared, 2 under way
) strict;

insert into finder values (1, 0, 0);
