-- The own registry store (domain sections 13-15): offices, books, act records with their persons, coverage.
-- A record is never overwritten: a correction adds a version, and the one before gets `superseded_at`.
-- A tolerant search adds its own tables (a lexicon of surnames) and finds persons by the keys kept here.

create schema registry;

create domain registry.act_kind as text
  check (value in ('BIRTH', 'DEATH', 'MARRIAGE', 'DIVORCE', 'PATERNITY', 'ADOPTION', 'NAME_CHANGE'));
create domain registry.date_precision as text check (value in ('DAY', 'MONTH', 'YEAR'));

create table registry.office (
  code text primary key,
  name text not null
);

create table registry.act_book (
  office text not null references registry.office,
  kind registry.act_kind not null,
  year smallint not null,
  number integer not null,
  copy_no smallint not null check (copy_no in (1, 2)),
  begun_on date,
  ended_on date,
  first_record text,
  last_record text,
  sheets smallint check (sheets between 1 and 250),
  missing_records text[] not null default '{}',
  inventory_number integer,
  primary key (office, kind, year, number, copy_no)
);

-- H2: books handed to the state archive; without a book number all books of that office, kind and year.
create table registry.transferred_holding (
  office text not null references registry.office,
  kind registry.act_kind not null,
  year smallint not null,
  book_number integer,
  archive text not null,
  act_number text not null,
  act_on date not null,
  fond text not null,
  inventory text not null,
  unique nulls not distinct (office, kind, year, book_number)
);

-- Q3: a missing row means NONE; an office that did not exist then is recorded as such.
create table registry.coverage (
  office text not null references registry.office,
  kind registry.act_kind not null,
  year smallint not null,
  state text not null check (state in ('FULL', 'PARTIAL', 'NONE', 'NOT_EXISTING')),
  primary key (kind, year, office)
);

-- Dates of old records may be partial: the value as written, and the span of days it may mean.
create table registry.act (
  id text not null,
  version integer not null check (version > 0),
  kind registry.act_kind not null,
  office text not null references registry.office,
  year smallint not null,
  record_number text not null,
  copy_no smallint not null check (copy_no in (1, 2)),
  book_number integer,
  sheet text,
  recorded_on text not null,
  recorded_precision registry.date_precision not null,
  recorded_from date not null,
  recorded_to date not null,
  event_on text not null,
  event_precision registry.date_precision not null,
  event_from date not null,
  event_to date not null,
  head_name text,
  restricted boolean not null,
  annulled boolean not null,
  annulled_by text,
  restored_by text,
  marks text,
  certificate_serial text,
  details jsonb not null,
  entered_at timestamptz not null default now(),
  superseded_at timestamptz,
  primary key (id, version),
  check (kind <> 'ADOPTION' or restricted),
  check (recorded_from <= recorded_to and event_from <= event_to)
);
create unique index act_current on registry.act (id) where superseded_at is null;
-- B4: a number is unique within office, kind and year.
create unique index act_address on registry.act (office, kind, record_number, year, copy_no) where superseded_at is null;

-- One row per name of a person: name_no 0 is the name of the record, others the names borne before or after it.
create table registry.act_person (
  act_id text not null,
  act_version integer not null,
  person_no smallint not null,
  name_no smallint not null,
  kind registry.act_kind not null,
  role text not null,
  family_name text not null,
  given_name text not null,
  patronymic text,
  family_key text not null,
  given_key text not null,
  patronymic_key text not null,
  birth_on text,
  birth_precision registry.date_precision,
  birth_from date,
  birth_to date,
  details jsonb not null,
  primary key (act_id, act_version, person_no, name_no),
  foreign key (act_id, act_version) references registry.act,
  check ((birth_on is null) = (birth_precision is null)),
  check ((birth_on is null) = (birth_from is null) and (birth_on is null) = (birth_to is null))
);
create index act_person_by_name on registry.act_person (family_key, given_key, kind);

create function registry.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of act records is kept: % on %.% refused', tg_op, tg_table_schema, tg_table_name;
end $$;

create function registry.supersede_only() returns trigger language plpgsql as $$
begin
  if old.superseded_at is not null or to_jsonb(old) - 'superseded_at' is distinct from to_jsonb(new) - 'superseded_at' then
    raise exception 'a version of an act record may only be superseded, and once';
  end if;
  return new;
end $$;

create trigger supersede_only before update on registry.act
  for each row execute function registry.supersede_only();
create trigger keep_history before delete or truncate on registry.act
  for each statement execute function registry.refuse_change();
create trigger keep_history before update or delete or truncate on registry.act_person
  for each statement execute function registry.refuse_change();
