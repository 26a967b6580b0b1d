-- What must be heard goes first, and what could not be delivered goes to somebody else.

alter table house add column heartbeat_at integer;             -- the last real write of the care round

-- 0: confirmations and answers, 1: somebody must act, 2: by the second way, 3: a call of the webhook.
alter table letter add column lane integer not null default 0 check (lane between 0 and 3);
update letter set lane = 1 where next_try_at is not null and what in ('warning', 'escalation');
drop index letter_waiting;
create index letter_waiting on letter (lane, next_try_at) where next_try_at is not null;

-- When somebody else is told unless a letter got through by then; null: all is said.
alter table escalation add column alarm_at integer;
update escalation set alarm_at = written_at + 300000000        -- five minutes, for what waits since before
 where letter in (select id from letter where next_try_at is not null);
create index escalation_alarm on escalation (alarm_at) where alarm_at is not null;

create table alarm (
    id         integer primary key,
    escalation integer not null references escalation (id),    -- that could not be delivered
    recipient  text    not null,                               -- who is told instead, or 'webhook'
    raised_at  integer not null,
    letter     integer references letter (id),                 -- null: waits for the next digest to that recipient
    unique (escalation, recipient)
) strict;

create index alarm_to_write on alarm (recipient) where letter is null;
create index alarm_written on alarm (recipient, letter) where letter is not null;
create index alarm_of_letter on alarm (letter) where letter is not null;
