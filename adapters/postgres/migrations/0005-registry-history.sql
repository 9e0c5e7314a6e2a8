-- Nothing that was known of offices, books, holdings and coverage is lost when a row takes the place of another.

-- The import and the line that stated a row last; none: no import did.
alter table registry.office add column source text;
alter table registry.act_book add column source text;
alter table registry.transferred_holding add column source text;
alter table registry.coverage add column source text;

-- What stood in these tables, whole, with its own source; `taken_by` is the source of what took its place, where that
-- has one. A row that was deleted stands here as well.
create table registry.former_row (
  id bigint generated always as identity primary key,
  table_name text not null,
  stood jsonb not null,
  taken_by text,
  until timestamptz not null default clock_timestamp()
);

create trigger keep_history before update or delete or truncate on registry.former_row
  for each statement execute function registry.refuse_change();

-- A row that is stated once more, by another source, says nothing else than before.
create function registry.keep_former_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into registry.former_row (table_name, stood) values (tg_table_name, to_jsonb(old));
  elsif to_jsonb(old) - 'source' <> to_jsonb(new) - 'source' then
    insert into registry.former_row (table_name, stood, taken_by) values (tg_table_name, to_jsonb(old), new.source);
  end if;
  return null;
end $$;

create trigger keep_former_row after update or delete on registry.office
  for each row execute function registry.keep_former_row();
create trigger keep_former_row after update or delete on registry.act_book
  for each row execute function registry.keep_former_row();
create trigger keep_former_row after update or delete on registry.transferred_holding
  for each row execute function registry.keep_former_row();
create trigger keep_former_row after update or delete on registry.coverage
  for each row execute function registry.keep_former_row();

create trigger keep_history before truncate on registry.office
  for each statement execute function registry.refuse_change();
create trigger keep_history before truncate on registry.act_book
  for each statement execute function registry.refuse_change();
create trigger keep_history before truncate on registry.transferred_holding
  for each statement execute function registry.refuse_change();
create trigger keep_history before truncate on registry.coverage
  for each statement execute function registry.refuse_change();
