-- What staff say of themselves.

alter table staff add column away_until integer;               -- they are not told, nor handed anything, until then
alter table staff add column single_keys integer not null default 1;   -- single keys do something on their pages
