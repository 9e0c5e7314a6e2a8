-- Guards of the registry: how each requester has asked (Q4b), and the heartbeat by which a read replica is judged.

-- Key of the digests below: random, made with the store, never leaves it. Digests of two stores cannot be compared, and
-- nobody without this row can try names against them.
create table zags.digest_key (
  id smallint primary key check (id = 1),
  key bytea not null
);
insert into zags.digest_key (id, key)
values (1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- One row per subject that an eligible body has asked for; gone when the longest window has passed. `subject` and `facts`
-- are keyed digests: who was asked for, and what may be shared with others (surname, birth date, book of records).
create table zags.search_trace (
  case_id uuid not null references zags.inquiry_case deferrable initially deferred,
  subject_no smallint not null,
  requester text not null,
  at timestamptz not null,
  identified boolean not null,
  subject text not null,
  facts text[] not null,
  primary key (case_id, subject_no)
);
create index search_trace_by_requester on zags.search_trace (requester, at);
create index search_trace_oldest on zags.search_trace (at);

-- Over a limit the standing orders rest for a requester, for the length of the limit's window.
create table zags.orders_rest (
  requester text not null,
  limit_code text not null,
  since timestamptz not null,
  until timestamptz not null,
  primary key (requester, limit_code, since),
  check (since < until)
);
create index orders_rest_latest on zags.orders_rest (requester, until);
create trigger append_only before update or delete or truncate on zags.orders_rest
  for each statement execute function zags.refuse_change();

-- One row, written on the primary every few seconds: the beat that a replica shows tells what it has followed, and the
-- random name of the store, that it follows this one.
create table registry.heartbeat (
  id smallint primary key check (id = 1),
  store uuid not null default gen_random_uuid(),
  beat bigint not null default 0,
  at timestamptz not null default clock_timestamp()
);
insert into registry.heartbeat (id) values (1);
