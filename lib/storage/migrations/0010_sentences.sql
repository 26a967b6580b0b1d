-- What our replies said, sentence by sentence, so that a writer sees what was said before. Digests only: the words stand in
-- the entries.

create table sentence (
    digest      integer not null,
    ticket      integer not null references ticket (id),
    entry       integer not null,                              -- its number on the ticket
    at          integer not null,
    said_before integer not null,                              -- on another ticket, when it was said here
    primary key (digest, ticket, entry)
) strict, without rowid;

create index sentence_at on sentence (at);
create index sentence_of_ticket on sentence (ticket);
