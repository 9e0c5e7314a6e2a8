-- The gateway's own tables: cases, what came in, what goes out, what was done. Meanings: gateway/ports/store.ts.
-- Foreign keys to a case are checked at commit, so that a transaction may write in any order.

create table zags.inquiry_case (
  id uuid primary key,
  version integer not null check (version > 0),
  state text not null,
  waits_for text,
  number text unique,
  requester text not null,
  queue text not null,
  outgoing_number text,
  outgoing_date date,
  content_digest text not null,
  received_at timestamptz not null,
  registered_on date,
  due_on date,
  facts jsonb not null,
  updated_at timestamptz not null
);
create index inquiry_case_newest on zags.inquiry_case (received_at, id);
create index inquiry_case_by_state on zags.inquiry_case (state, received_at, id);
create index inquiry_case_by_requester on zags.inquiry_case (requester, received_at, id);
create index inquiry_case_by_due_date on zags.inquiry_case (due_on);
create index inquiry_case_duplicates
  on zags.inquiry_case (requester, outgoing_number, outgoing_date, content_digest) where number is not null;

create table zags.case_history (
  case_id uuid not null references zags.inquiry_case deferrable initially deferred,
  version integer not null,
  at timestamptz not null,
  actor text not null,
  paragraph text not null,
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (case_id, version)
);

create table zags.case_document (
  id uuid primary key,
  case_id uuid not null references zags.inquiry_case deferrable initially deferred,
  kind text not null,
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz not null
);
create index case_document_by_case on zags.case_document (case_id, created_at);

create table zags.incoming_message (
  queue text not null,
  message_id uuid not null,
  digest text not null,
  case_id uuid not null references zags.inquiry_case deferrable initially deferred,
  receipt bytea not null,
  received_at timestamptz not null,
  primary key (queue, message_id)
);

create table zags.used_digest (
  queue text not null,
  digest text not null,
  used_at timestamptz not null,
  primary key (queue, digest)
);
create index used_digest_oldest on zags.used_digest (queue, used_at);

create table zags.outgoing_message (
  seq bigint generated always as identity primary key,
  message_id uuid not null unique,
  case_id uuid not null references zags.inquiry_case deferrable initially deferred,
  queue text not null,
  node_id text,
  type_namespace text not null,
  type_name text not null,
  content jsonb not null,
  final boolean not null,
  sealed bytea,
  sealed_at timestamptz,
  leased_until timestamptz,
  deliveries integer not null default 0,
  acked_at timestamptz,
  accepted boolean,
  check ((sealed is null) = (sealed_at is null)),
  check ((acked_at is null) = (accepted is null))
);
-- D6: exactly one final message per case.
create unique index outgoing_message_final on zags.outgoing_message (case_id) where final;
create index outgoing_message_waiting on zags.outgoing_message (queue, seq) where acked_at is null;
create index outgoing_message_unsealed on zags.outgoing_message (case_id, seq) where sealed_at is null;

create table zags.number_series (
  journal text not null,
  office text not null,
  year integer not null,
  last integer not null,
  primary key (journal, office, year)
);

create table zags.audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  event text not null,
  result text not null,
  requester text,
  certificate text,
  case_number text,
  case_id uuid,
  details jsonb not null
);
create index audit_entry_by_time on zags.audit_entry (at);
create index audit_entry_by_requester on zags.audit_entry (requester, id);
create index audit_entry_by_certificate on zags.audit_entry (certificate, id);
create index audit_entry_by_case on zags.audit_entry (case_number, id);

create function zags.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op;
end $$;

create trigger append_only before update or delete or truncate on zags.audit_entry
  for each statement execute function zags.refuse_change();
create trigger append_only before update or delete or truncate on zags.case_history
  for each statement execute function zags.refuse_change();

-- One row, written and read by the health check.
create table zags.health_probe (
  id smallint primary key check (id = 1),
  at timestamptz not null
);
