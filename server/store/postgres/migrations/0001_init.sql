-- The first schema. Every table of a run has a primary key that begins with run_id, and every reference to a node is
-- composite, so the database itself refuses a row that names another run's node. Ids compare by byte (collate "C"), so
-- that both engines and the memory store sort alike. Payloads are json, not jsonb: a reader sees the keys in the order
-- in which the agent wrote them, and nothing here searches inside.
--
-- The *_key columns hold the sort values with the stand-ins of server/keyset.ts for what is missing. They say STORED
-- because Postgres 18 would otherwise make them virtual, and a virtual column cannot be indexed.

create table sessions (
  session_id text collate "C" primary key check (octet_length(session_id) between 1 and 128),
  user_id text,
  name text,
  status text,
  created_at timestamptz,
  last_active_at timestamptz,
  meta json not null,
  active_key timestamptz not null
    generated always as (coalesce(last_active_at, created_at, timestamptz '0001-01-01 00:00:00+00')) stored
);
create index sessions_page on sessions (active_key desc, session_id desc);

create table workflow_runs (
  run_id uuid primary key,
  session_id text collate "C" not null,
  status text not null,
  mode text,
  agent text,
  model text,
  task_description text,
  started_at timestamptz,
  completed_at timestamptz,
  -- No foreign key: old data names parents that were never stored.
  parent_run_id uuid,
  meta json not null,
  started_key timestamptz not null
    generated always as (coalesce(started_at, timestamptz '0001-01-01 00:00:00+00')) stored,
  constraint workflow_runs_session foreign key (session_id) references sessions
);
create index workflow_runs_page on workflow_runs (started_key desc, run_id desc);
create index workflow_runs_session_page on workflow_runs (session_id, started_key desc, run_id desc);
create index workflow_runs_status_page on workflow_runs (status, started_key desc, run_id desc);

create table dag_nodes (
  run_id uuid not null references workflow_runs on delete cascade,
  node_id text collate "C" not null check (octet_length(node_id) between 1 and 512),
  node_type text not null,
  label text not null,
  agent text,
  status text not null,
  order_index bigint,
  -- No foreign key, for the same reason as parent_run_id; readers look for it within the run only.
  parent_node_id text collate "C",
  started_at timestamptz,
  completed_at timestamptz,
  origin text not null check (origin in ('recorded', 'reconstructed', 'inferred')),
  meta json not null,
  primary key (run_id, node_id)
);
-- The one index that begins with a node id: it counts the other runs that use the same one, and serves nothing else.
create index dag_nodes_reuse on dag_nodes (node_id, run_id);

create table dag_edges (
  run_id uuid not null,
  from_node_id text collate "C" not null,
  to_node_id text collate "C" not null,
  dependency_type text not null,
  condition text,
  origin text not null check (origin in ('recorded', 'reconstructed', 'inferred')),
  primary key (run_id, from_node_id, to_node_id),
  constraint dag_edges_from foreign key (run_id, from_node_id) references dag_nodes on delete cascade,
  constraint dag_edges_to foreign key (run_id, to_node_id) references dag_nodes on delete cascade
);
create index dag_edges_to on dag_edges (run_id, to_node_id);

create table execution_events (
  run_id uuid not null references workflow_runs on delete cascade,
  event_id text collate "C" not null check (octet_length(event_id) between 1 and 128),
  -- Null for what concerns the run as a whole; the composite foreign key does not look at such a row.
  node_id text collate "C",
  -- No foreign key: old data names events that were never stored, and even forms cycles.
  parent_event_id text collate "C",
  event_type text not null,
  event_subtype text,
  agent_name text,
  "timestamp" timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  duration_ms double precision,
  error_message text,
  status text,
  execution_order bigint,
  depth bigint,
  inputs json,
  outputs json,
  meta json not null,
  -- Derived by server/services/deriveEvent.ts when the event is written, so that a list never reads payloads.
  headline text not null,
  is_error boolean not null,
  model text,
  input_tokens bigint,
  output_tokens bigint,
  cost_usd double precision,
  inputs_preview text,
  inputs_bytes bigint,
  outputs_preview text,
  outputs_bytes bigint,
  order_key bigint not null generated always as (coalesce(execution_order, 9007199254740991)) stored,
  time_key timestamptz not null
    generated always as (coalesce(started_at, "timestamp", timestamptz '9999-12-31 23:59:59.999999+00')) stored,
  primary key (run_id, event_id),
  -- An event is also asked for by its id alone. This constraint also keeps an upsert from moving another run's event.
  constraint execution_events_event_id_alone unique (event_id),
  constraint execution_events_node foreign key (run_id, node_id) references dag_nodes on delete cascade
);
-- The included columns are what the DAG counts and sums for its nodes, so that it reads this index and no rows.
create index execution_events_node_page on execution_events (run_id, node_id, order_key, time_key, event_id)
  include (event_type, is_error, input_tokens, output_tokens, cost_usd, "timestamp", started_at, completed_at);
create index execution_events_run_page on execution_events (run_id, order_key, time_key, event_id);
create index execution_events_children on execution_events (run_id, parent_event_id) where parent_event_id is not null;
create index execution_events_errors on execution_events (run_id, node_id) where is_error;

-- Contents are stored once for equal bytes. The key is the hash that the writer itself computed.
create table file_contents (
  sha256 text collate "C" primary key check (octet_length(sha256) = 64),
  bytes bytea not null
);
-- Uncompressed, so that a piece of a large file can be read without the rest.
alter table file_contents alter column bytes set storage external;

create table files (
  run_id uuid not null references workflow_runs on delete cascade,
  file_id text collate "C" not null check (octet_length(file_id) between 1 and 128),
  node_id text collate "C",
  -- No foreign key: a file may outlive the record of the event that wrote it, and must not be lost with it.
  event_id text collate "C",
  file_path text not null,
  file_type text not null,
  size_bytes bigint,
  -- As recorded. It proves nothing, so contents hang on content_sha256, which only the writer sets.
  sha256 text,
  created_at timestamptz,
  meta json not null,
  content_sha256 text collate "C" references file_contents,
  created_key timestamptz not null
    generated always as (coalesce(created_at, timestamptz '9999-12-31 23:59:59.999999+00')) stored,
  primary key (run_id, file_id),
  constraint files_node foreign key (run_id, node_id) references dag_nodes on delete cascade
);
create index files_node_page on files (run_id, node_id, created_key, file_id);
create index files_run_page on files (run_id, created_key, file_id);

create table messages (
  run_id uuid not null references workflow_runs on delete cascade,
  message_id text collate "C" not null check (octet_length(message_id) between 1 and 128),
  node_id text collate "C",
  -- No foreign key, as for files.
  event_id text collate "C",
  sender text,
  recipient text,
  content text not null,
  "timestamp" timestamptz,
  tokens bigint,
  meta json not null,
  time_key timestamptz not null
    generated always as (coalesce("timestamp", timestamptz '9999-12-31 23:59:59.999999+00')) stored,
  primary key (run_id, message_id),
  constraint messages_node foreign key (run_id, node_id) references dag_nodes on delete cascade
);
create index messages_node_page on messages (run_id, node_id, time_key, message_id);
create index messages_run_page on messages (run_id, time_key, message_id);

-- One row, written by every health check, so that a database that reads but cannot write is noticed.
create table health_checks (
  singleton boolean primary key default true check (singleton),
  checked_at timestamptz not null
);
