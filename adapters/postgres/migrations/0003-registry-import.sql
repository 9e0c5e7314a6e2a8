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
