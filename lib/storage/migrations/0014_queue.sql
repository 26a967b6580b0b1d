-- What waits, in order of due time. Everything that the staff's views ask of a ticket stands in one index: they walk along
-- it and look at no ticket but those that they show, however many there are.

alter table ticket add column due_at integer;                  -- of its open promise; null: none is open

update ticket set due_at = (select due_at from promise where promise.ticket = ticket.id and state = 'open')
 where id in (select ticket from promise where state = 'open');

create index ticket_queue on ticket (due_at, suspicion, branch, kind, assignee) where due_at is not null;
drop index promise_due;

create index promise_by_staff on promise (due_at) where state = 'open' and made_by is not null;
create index promise_broken on promise (due_at) where broken_at is not null;
