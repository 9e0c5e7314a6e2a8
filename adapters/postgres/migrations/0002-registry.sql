-- The own registry store (domain sections 13-15): offices, books, act records, coverage, and what a search finds them by.
-- A record is never overwritten: a correction adds a version, and the one before gets `superseded_at`.

create schema registry;

-- Their order is that of ACT_KINDS in the code: registry.subject keeps a kind as its place there, from 0.
create type registry.act_kind as enum
  ('BIRTH', 'DEATH', 'MARRIAGE', 'DIVORCE', 'PATERNITY', 'ADOPTION', 'NAME_CHANGE');

create table registry.office (
  code text collate "C" primary key,
  name text not null
);

-- B3: what stands on the cover of a book, and in its account of sheets.
create table registry.act_book (
  office text collate "C" not null references registry.office,
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
  lettered_sheets text[] not null default '{}',
  skipped_sheets text[] not null default '{}',
  inventory_number integer,
  primary key (office, kind, year, number, copy_no)
);

-- H2: books handed to the state archive; without a book number all books of that office, kind and year.
create table registry.transferred_holding (
  office text collate "C" not null references registry.office,
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
  office text collate "C" not null references registry.office,
  kind registry.act_kind not null,
  year smallint not null,
  state text not null check (state in ('FULL', 'PARTIAL', 'NONE', 'NOT_EXISTING')),
  primary key (kind, year, office)
);

-- Ids are given in blocks: a value of this sequence stands for the thousand ids that end with a thousand times it.
create sequence registry.act_id_block;

-- Dates of old records may be partial: a day, a month or a year, as written. `persons` is an array of all persons with all
-- their fields, names borne before and after the act among them. It is json, and not jsonb: written once, read by its
-- record's id and never searched, it costs a bulk import half as much.
create table registry.act (
  id bigint not null,
  version integer not null check (version > 0),
  kind registry.act_kind not null,
  office text collate "C" not null,
  year smallint not null,
  record_number text collate "C" not null,
  copy_no smallint not null check (copy_no in (1, 2)),
  book_number integer,
  sheet text,
  recorded_on text collate "C" not null,
  -- null: the record says that it is not known.
  event_on text collate "C",
  head_name text,
  restricted boolean not null,
  annulled boolean not null,
  annulled_by text,
  restored boolean not null,
  restored_by text,
  marks text,
  certificate_serial text,
  persons json not null,
  details json not null,
  -- The source itself says that it is not restricted, not annulled: only then a version is not what the one before was.
  lifts_restriction boolean,
  lifts_annulment boolean,
  source text,
  entered_at timestamptz not null default now(),
  superseded_at timestamptz,
  primary key (id, version),
  check (kind <> 'ADOPTION' or restricted),
  check (annulled or annulled_by is null),
  check (restored or restored_by is null)
);
-- B4: a number is unique within office, kind and year.
create unique index act_address on registry.act (office, kind, record_number, year, copy_no) where superseded_at is null;

-- The office of each act is known: asked once per statement, as a key per row would cost a bulk import a third of its time.
create function registry.refuse_unknown_office() returns trigger language plpgsql as $$
begin
  if exists (select distinct office from added except select code from registry.office) then
    raise foreign_key_violation using message = 'an act record of an unknown office', constraint = 'act_office';
  end if;
  return null;
end $$;
create trigger known_office after insert on registry.act referencing new table as added
  for each statement execute function registry.refuse_unknown_office();

-- What a search finds records by, derived from all their versions: a row per key of each name of the persons it looks
-- for. `kind` and `role` are places in ACT_KINDS and PERSON_ROLES, `person_no` is the place in `persons`, all from 0.
create table registry.subject (
  act_id bigint not null,
  person_no smallint not null,
  kind smallint not null,
  role smallint not null,
  sk text collate "C" not null,
  gk text collate "C" not null,
  pk text collate "C" not null,
  birth_from date,
  birth_to date,
  event_from date not null,
  event_to date not null,
  recorded_from date not null,
  recorded_to date not null
);

-- The lexicons: each key that some subject has or had. `d` is a surname key itself, and each that lacks a letter of it.
-- A search keeps them in memory and reads on where it stopped. Acts are written one transaction after another (they hold
-- a lock), so that of two keys the one with the greater id was committed later: none is passed over.
create table registry.surname (sk text collate "C" primary key, id bigint generated always as identity unique);
create table registry.surname_deletion (d text collate "C" not null, sk text collate "C" not null);
create table registry.given_name (gk text collate "C" primary key, id bigint generated always as identity unique);
create table registry.patronymic (pk text collate "C" primary key, id bigint generated always as identity unique);

-- A bulk import into an empty store drops these first and builds them last. What is missing is plain to see, so that any
-- later import builds it, whatever became of the first; a search without them is slow, and as right as with them.
create procedure registry.build_search_indexes() language plpgsql as $$
begin
  create index if not exists subject_by_name on registry.subject (sk, gk, pk, birth_from);
  create index if not exists subject_by_birth on registry.subject (birth_from, gk, pk);
  create index if not exists subject_by_act on registry.subject (act_id);
  create index if not exists act_by_number on registry.act (record_number, kind) where superseded_at is null;
  create index if not exists surname_deletion_by_key on registry.surname_deletion (d, sk);
end $$;
create procedure registry.drop_search_indexes() language plpgsql as $$
begin
  drop index if exists registry.subject_by_name, registry.subject_by_birth, registry.subject_by_act,
    registry.act_by_number, registry.surname_deletion_by_key;
end $$;
call registry.build_search_indexes();

-- What two records, or two versions of one, do not have in common: names of columns.
create function registry.differing_fields(one registry.act, other registry.act, not_compared text[])
returns text[] language sql stable as $$
  select coalesce(array_agg(key order by key), '{}')
  from jsonb_each(to_jsonb(one) - not_compared) a join jsonb_each(to_jsonb(other)) b using (key)
  where a.value is distinct from b.value
$$;

-- Of two states of one record the first is the earlier one, by their numbers or by the dates of the last change, as far as
-- both tell them.
create function registry.is_earlier(one json, other json) returns boolean language sql immutable as $$
  select coalesce(
    nullif(sign((one->>'recordVersion')::integer - (other->>'recordVersion')::integer), 0) < 0,
    left(a, length(b)) < left(b, length(a)) collate "C",
    false)
  from (select one->'lastChangedOn'->>'value' as a, other->'lastChangedOn'->>'value' as b) as changed
$$;

-- B6: what two copies of one record say differently. Each lies in a book of its own, and was entered by itself.
create function registry.differing_in_copies(one registry.act, other registry.act)
returns text[] language sql stable as $$
  select registry.differing_fields(one, other,
    '{id,version,copy_no,book_number,sheet,certificate_serial,lifts_restriction,lifts_annulment,source,entered_at,'
    'superseded_at}')
$$;

-- B6: first and second copies of one record that say different things.
create view registry.copy_difference as
select first.id as first_id, second.id as second_id, first.office, first.kind, first.year, first.record_number, fields
from registry.act first
join registry.act second using (office, kind, record_number, year)
cross join lateral registry.differing_in_copies(first, second) as fields
where first.copy_no = 1 and second.copy_no = 2 and first.superseded_at is null and second.superseded_at is null
  and fields <> '{}';

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
