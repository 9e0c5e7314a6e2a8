-- A search keeps the lexicons in memory and reads on where it stopped. Acts are written one transaction after another
-- (they hold a lock), so that of two keys the one with the greater id was committed later: none is passed over.

alter table registry.surname add column id bigint generated always as identity, add unique (id);
alter table registry.given_name add column id bigint generated always as identity, add unique (id);
alter table registry.patronymic add column id bigint generated always as identity, add unique (id);
