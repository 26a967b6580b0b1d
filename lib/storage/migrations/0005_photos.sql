-- Photos that customers send. Until the submission is taken in they are drafts of its form; then they are its ticket's,
-- and the book has a line for each, with a salted digest. The bytes lie apart: what is asked of photos, and what changes
-- about them, must not touch megabytes.

create table photo (
    id         integer primary key,
    form_key   blob,                                           -- of the form, while it is a draft
    ticket     integer references ticket (id),
    number     integer not null,                               -- on its form or ticket, from 1
    media_type text    not null,
    width      integer not null,                               -- as shown
    height     integer not null,
    size       integer not null,                               -- bytes; 0 once erased
    digest     blob    not null,                               -- of the bytes; empty once erased
    salt       blob,                                           -- since the book vouches for it; null once erased
    kept_at    integer not null,
    check ((form_key is null) <> (ticket is null))
) strict;

create unique index photo_of_form on photo (form_key, number) where form_key is not null;
create unique index photo_of_ticket on photo (ticket, number) where ticket is not null;
create index photo_draft on photo (kept_at) where form_key is not null;

create table photo_bytes (
    photo integer primary key references photo (id) on delete cascade,
    bytes blob    not null
) strict;
