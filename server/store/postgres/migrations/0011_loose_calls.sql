-- Which spans are calls that belong to no run, as the last projection of their run found it; an index of spans by what
-- they are, so that a list of such calls reads no other span. What a call says is read from its span. A call whose run is
-- stored is not listed, whatever stands here.

create table loose_calls (
  trace_id text collate "C" not null,
  span_id text collate "C" not null,
  run_id uuid not null references span_runs on delete cascade,
  started_at timestamptz not null,
  primary key (trace_id, span_id),
  foreign key (trace_id, span_id) references spans
);
create index loose_calls_newest on loose_calls (started_at, trace_id, span_id);
create index loose_calls_run on loose_calls (run_id);

-- Calls that came before are found by projecting their spans once more.
update span_runs set projected_revision = 0
where not exists (select from workflow_runs where workflow_runs.run_id = span_runs.run_id);
