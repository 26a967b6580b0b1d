-- The book becomes a chain: each line has a link made from the line before it (core/chain), and stands for words by
-- their salted digest. The salt lies beside the words and goes when they are erased; the chain stays whole.
-- What the book had so far is copied by storage/book, which can make links; it then drops book_before.

alter table submission add column salt blob;
alter table entry add column salt blob;

drop index book_of_ticket;
alter table book rename to book_before;

create table book (
    id      integer primary key,                               -- from 1, without gaps
    at      integer not null,
    what    text    not null,
    ticket  integer references ticket (id),
    entry   integer,                                           -- whose words it stands for; 0 is the submission
    promise integer references promise (id),
    staff   integer references staff (id),
    due_at  integer,
    words   blob,
    detail  text    not null default '',
    link    blob    not null check (length(link) = 32)
) strict;

create index book_of_ticket on book (ticket);

create trigger book_is_not_changed before update on book
begin
    select raise(abort, 'a line of the book is never changed');
end;

create trigger book_is_not_shortened before delete on book
begin
    select raise(abort, 'a line of the book is never removed');
end;
