-- Imports of files into the own registry store: what each has come to. A row changes in the transaction of every batch,
-- so that an import that is broken off goes on where the last batch ended.

create table registry.import (
  id bigint generated always as identity primary key,
  what text not null check (what in ('acts', 'offices', 'coverage', 'holdings', 'books')),
  -- The file: how many octets it has, and the SHA-256 of all of them.
  size bigint not null,
  digest bytea not null,
  file_name text not null,
  -- The octet and the line the next batch begins at, and the end of what the reject file holds of the batches before.
  byte_offset bigint not null default 0,
  line bigint not null default 1,
  rejects_offset bigint not null default 0,
  -- Rows: each that was read is in one of the others.
  read bigint not null default 0,
  added bigint not null default 0,
  duplicates bigint not null default 0,
  versions bigint not null default 0,
  rejected bigint not null default 0,
  conflicts bigint not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  check (byte_offset <= size),
  check (read = added + duplicates + versions + rejected + conflicts)
);
create index import_of_file on registry.import (digest, size, what);

-- B4: two rows of one import that give one record differently contradict each other, and the later one corrects nothing.
-- So while an import that takes corrections is under way, it is kept which records its rows have stated as they stood;
-- those that it has written name it as their source.
create table registry.restated_act (
  import bigint not null,
  act_id bigint not null,
  primary key (import, act_id)
);

create function registry.import_of(source text) returns bigint language sql immutable as $$
  select substring(source from '^import ([0-9]+),')::bigint
$$;

create function registry.forget_restated_acts() returns trigger language plpgsql as $$
begin
  delete from registry.restated_act where import = new.id;
  return null;
end $$;
create trigger forget_restated_acts after update of finished_at on registry.import
  for each row execute function registry.forget_restated_acts();
