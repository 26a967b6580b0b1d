-- Each restore begins an epoch: what was given out after its backup was made is not given out to somebody else.

create table epoch (
    first_ticket integer primary key,                          -- its tickets have this number or a higher one
    last_ticket  integer not null,                             -- the newest in the backup; none have the numbers between
    number       integer not null,                             -- goes into its status links and Message-IDs
    begun_at     integer not null
) strict;
