-- Praise that was passed on to whom it names: once to each person for each ticket. The words stay where the customer
-- wrote them, so that they are gone from here too once they are erased.

create table kind_word (
    staff     integer not null references staff (id),          -- whom it is for
    ticket    integer not null references ticket (id),
    passed_by integer not null references staff (id),
    passed_at integer not null,
    primary key (staff, ticket)
) strict, without rowid;

create index kind_word_of_ticket on kind_word (ticket);
