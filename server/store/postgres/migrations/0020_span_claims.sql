-- Which server draws a run, how much waits to be drawn, and which runs are not drawn any more.

alter table span_runs
  -- Kept with each write, so that nobody has to count. Spans of earlier versions count no bytes.
  add column span_count bigint not null default 0,
  add column span_bytes bigint not null default 0,
  -- Spans that came or changed since the run was last drawn, and since when it waits.
  add column waiting_spans bigint not null default 0,
  add column due_since timestamptz,
  -- The order in which runs are drawn: since when they wait, and later the more spans they have.
  add column draw_at timestamptz,
  -- A large run that goes on is not drawn again before.
  add column rest_until timestamptz,
  -- Noted before the run is drawn and taken away after. What is found here of a server that is gone, it did not finish.
  add column claimed_by uuid,
  add column claimed_until timestamptz,
  add column unfinished integer not null default 0,
  add column failures integer not null default 0,
  -- Why the run is not drawn any more, whatever comes for it.
  add column set_aside text,
  add column set_aside_at timestamptz;

update span_runs set span_count = counted.spans,
  waiting_spans = case when projected_revision <> revision then counted.spans else 0 end,
  due_since = case when projected_revision <> revision then received_at end,
  draw_at = case when projected_revision <> revision then received_at end
from (select run_id, count(*) as spans from traces join spans using (trace_id) group by run_id) counted
where counted.run_id = span_runs.run_id;

drop index span_runs_due;
create index span_runs_due on span_runs (draw_at) where projected_revision <> revision and set_aside is null;
create index span_runs_open on span_runs (received_at) where not is_settled and set_aside is null;
create index span_runs_aside on span_runs (set_aside_at) where set_aside is not null;
