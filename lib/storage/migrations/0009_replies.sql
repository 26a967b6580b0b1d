-- Replies before they are said: those that are about to leave, and those that are still being written.

create table sending (
    ticket     integer primary key references ticket (id),     -- one reply leaves at a time
    what       text    not null check (what = 'answer' or what = 'hold'),
    staff      integer not null references staff (id),
    text       text    not null,
    done       text    not null,
    until      integer,                                        -- holding replies: the next date that we promise
    seen       integer not null,                               -- number of the newest entry that its writer knew
    made_at    integer not null,
    release_at integer not null,
    check ((what = 'hold') = (until is not null))
) strict;

create index sending_release on sending (release_at);

create table draft (
    ticket   integer not null references ticket (id),
    staff    integer not null references staff (id),
    what     text    not null check (what = 'answer' or what = 'hold'),
    text     text    not null,
    done     text    not null,
    until    integer,
    seen     integer not null,
    saved_at integer not null,
    primary key (ticket, staff, what)
) strict, without rowid;
