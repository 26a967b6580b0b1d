-- The first house: tickets with their submissions, promises, escalations, letters, staff and the book.
-- Instants are microseconds since 1970 in UTC. Keys that grow with time keep new rows on the same pages.
-- Checks of tables that every submission writes say `or`, not `in`: for more than two words SQLite 3.40 would build a
-- temporary index at each insert, which cost a third of a submission.

create table house (
    id             integer primary key check (id = 1),
    key            blob    not null check (length(key) = 32),  -- every token and link is derived from it
    reference_seed integer not null,
    ladder         text    not null default '',                -- as last climbed, to notice new settings
    created_at     integer not null
) strict;

create table staff (
    id               integer primary key,
    name             text    not null unique collate nocase,
    email            text    not null,
    role             text    not null check (role in ('staff', 'manager', 'owner')),
    branch           text    not null default '',              -- empty: all branches
    password_hash    text    not null default '',              -- empty: not set up yet
    set_up_digest    blob,
    set_up_until     integer,
    disabled_at      integer,
    created_at       integer not null
) strict;

create table session (
    digest     blob    primary key,
    staff      integer not null references staff (id),
    created_at integer not null,
    expires_at integer not null
) strict, without rowid;

create index session_of_staff on session (staff);

create table ticket (
    id              integer primary key,
    reference       text    not null,                          -- a function of id; here for people who read tables
    kind            text    not null check (kind = 'praise' or kind = 'complaint' or kind = 'mixed' or kind = 'other'),
    branch          text    not null default '',
    opened_at       integer not null,
    assignee        integer references staff (id),
    newest_entry    integer not null default 0,                -- number of the newest entry; 0 is the submission
    answered_at     integer,                                   -- of the newest answer
    settled_at      integer,                                   -- nothing is left to do; a message opens it again
    suspicion       text    not null default '',               -- why it is set aside under check
    link_generation integer not null default 0
) strict;

create index ticket_set_aside on ticket (id) where suspicion <> '';
create index ticket_of_assignee on ticket (assignee) where assignee is not null;

create table submission (
    ticket      integer primary key references ticket (id),
    form_key    blob    not null unique,                       -- begins with its time, so it lands at the end of the index
    received_at integer not null,
    channel     text    not null check (channel = 'web' or channel = 'invoice' or channel = 'email'
                                        or channel = 'phone' or channel = 'counter' or channel = 'api'),
    invoice     text    not null default '',
    retired_key integer not null default 0,
    language    text    not null,
    likes       text    not null,
    dislikes    text    not null,
    wishes      text    not null,
    name        text    not null,
    contact     text    not null
) strict;

create table entry (
    id     integer primary key,
    ticket integer not null references ticket (id),
    number integer not null check (number > 0),
    at     integer not null,
    what   text    not null check (what in ('message', 'answer', 'hold', 'note', 'settled', 'not_settled')),
    staff  integer references staff (id),                      -- null: the customer
    text   text    not null,
    done   text    not null default '',                        -- what we did about it
    unique (ticket, number)
) strict;

create table promise (
    id            integer primary key,
    ticket        integer not null references ticket (id),
    made_at       integer not null,
    due_at        integer not null,
    made_by       integer references staff (id),               -- null: the house, on arrival
    state         text    not null default 'open'
                  check (state = 'open' or state = 'kept' or state = 'broken' or state = 'replaced'
                         or state = 'released'),
    broken_at     integer,
    ended_at      integer,
    climbed_until integer not null,
    look_again_at integer,
    check ((state = 'open') = (ended_at is null)),
    check (broken_at is null or state in ('open', 'broken'))
) strict;

create unique index promise_open on promise (ticket) where state = 'open';
create index promise_of_ticket on promise (ticket);
create index promise_due on promise (due_at) where state = 'open';
create index promise_look on promise (look_again_at) where state = 'open' and look_again_at is not null;

create table letter (
    id           integer primary key,
    key          text    not null unique,                      -- its cause: one cause never writes two letters
    what         text    not null,
    ticket       integer references ticket (id),
    sender       text    not null,
    recipient    text    not null,
    message_id   text    not null,
    queued_at    integer not null,
    next_try_at  integer,                                      -- null: delivered or given up
    failures     integer not null default 0,
    last_detail  text    not null default '',
    delivered_at integer,
    given_up_at  integer,
    mime         blob    not null,
    check ((next_try_at is null) = (delivered_at is not null or given_up_at is not null))
) strict;

create index letter_waiting on letter (next_try_at) where next_try_at is not null;
create index letter_queued on letter (queued_at) where next_try_at is not null;
create index letter_given_up on letter (given_up_at) where given_up_at is not null;
create index letter_of_ticket on letter (ticket) where ticket is not null;

create table escalation (
    id         integer primary key,
    promise    integer not null references promise (id),
    rung       integer not null,                               -- microseconds from the due time
    turn       integer not null,
    recipient  text    not null,
    planned_at integer not null,
    written_at integer not null,
    letter     integer not null references letter (id),
    unique (promise, rung, turn, recipient)
) strict;

create index escalation_of_letter on escalation (letter);
create index escalation_written on escalation (written_at);

create table book (
    id      integer primary key,
    at      integer not null,
    what    text    not null,
    ticket  integer references ticket (id),
    promise integer references promise (id),
    staff   integer references staff (id),
    due_at  integer,
    detail  text    not null default ''
) strict;

create index book_of_ticket on book (ticket);
