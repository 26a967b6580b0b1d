-- Which page of its writer a draft stands on, and which of the drafts that stood there it is: whoever knows neither has not
-- seen its words.

alter table draft add column page   text    not null default '';  -- as the page calls itself; empty: on none
alter table draft add column number integer not null default 0;   -- another one each time that it is saved

update draft set number = random();
