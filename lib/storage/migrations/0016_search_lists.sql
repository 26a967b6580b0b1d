-- Beginnings of up to six letters are common enough to have lists of their own; what begins with more is put together from
-- the words. The daemon takes everything in again.
drop table search_term;
drop table search;
create virtual table search using fts5(words, detail = none, columnsize = 0, prefix = '2 3 4 5 6', tokenize = 'ascii');
-- A leaf of the index fits into one page of the database (1 KiB), without overflow: readers look up few words each time.
insert into search (search, rank) values ('pgsz', 960);
create virtual table search_term using fts5vocab(search, instance);
update finder set lines = 0;
