-- Two tickets about one matter are put together: one stays in the queue, the other goes along with it. Each keeps its own
-- words, its link and its customer.

alter table ticket add column merged_into integer references ticket (id); -- never one that is merged itself

create index ticket_merged on ticket (merged_into) where merged_into is not null;

-- Every time a ticket went along with another one. When that one was merged in turn, so was this: then it has two rows.
create table merge (
    ticket      integer not null references ticket (id),
    into_ticket integer not null references ticket (id),
    at          integer not null,
    primary key (ticket, into_ticket)
) strict, without rowid;
