-- Customers may have their words erased, and staff may make a status link void.

alter table ticket add column erased_at integer;               -- the newest time; words since then are there

-- The generation its link began with: letters of one conversation refer to it, whatever became of the link.
alter table ticket add column root_generation integer not null default 0;
update ticket set root_generation = link_generation where link_generation <> 0;

-- A check cannot be changed, so the entries move into a new table.
create table entry_now (
    id     integer primary key,
    ticket integer not null references ticket (id),
    number integer not null check (number > 0),
    at     integer not null,
    what   text    not null check (what in ('message', 'answer', 'hold', 'note', 'settled', 'not_settled', 'erased')),
    staff  integer references staff (id),                      -- null: the customer
    text   text    not null,
    done   text    not null default '',                        -- what we did about it
    salt   blob,                                               -- null: the words were erased
    unique (ticket, number)
) strict;
insert into entry_now select id, ticket, number, at, what, staff, text, done, salt from entry;
drop table entry;
alter table entry_now rename to entry;
