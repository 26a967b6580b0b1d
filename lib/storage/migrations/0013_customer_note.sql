-- What staff note about a customer, not about one ticket. Kept under the contact they gave (core/acquaintance), and gone
-- with their words.

create table customer_note (
    id    integer primary key,
    key   text    not null,
    at    integer not null,
    staff integer not null references staff (id),
    text  text    not null
) strict;

create index customer_note_of_key on customer_note (key);
