-- Spans as they were received, and which run each trace belongs to. They are the record; a run that was drawn from them
-- can be drawn anew at any time. No foreign key to workflow_runs: spans come before their run is known to be one.

create table spans (
  trace_id text collate "C" not null,
  span_id text collate "C" not null,
  -- A RawSpan, see server/telemetry/RawSpan.ts.
  span json not null,
  -- How much the span says. Of two versions the one with the later end is kept, else the one with more attributes and
  -- events, else the one with the greater text.
  end_ns numeric(20) not null,
  attribute_count bigint not null,
  primary key (trace_id, span_id)
);

create table traces (
  trace_id text collate "C" primary key,
  run_id uuid not null,
  -- Whether a span named the run; without that it is the trace id in the form of a UUID.
  is_named boolean not null
);
create index traces_run on traces (run_id);

create table span_runs (
  run_id uuid primary key,
  -- Counts the writes of spans; the run shows those up to projected_revision.
  revision bigint not null,
  projected_revision bigint not null default 0,
  -- Whether only more spans could change the run. An unsettled one is looked at again when nothing came for a while.
  is_settled boolean not null default true,
  received_at timestamptz not null
);
create index span_runs_due on span_runs (received_at) where projected_revision <> revision or not is_settled;
