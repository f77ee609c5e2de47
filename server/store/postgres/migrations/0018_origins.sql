-- Who made each run, and who made each session. Nobody else writes a run, and of a session only its times: see
-- docs/adr/0016. A table of its own and no column of workflow_runs, for spans are taken before their run is drawn, and
-- whoever comes first has the run from then on: its key is what two writers at once meet at.

create table run_origins (
  run_id uuid primary key,
  writer text not null check (writer in ('telemetry', 'batch', 'import', 'demo')),
  -- Of telemetry: the run whose spans it is drawn from. Itself, but where one trace carried several conversations.
  drawn_from uuid,
  -- Of telemetry: whether its spans name it, so that other traces that name it belong to it as well.
  is_named boolean not null default false,
  constraint run_origins_drawn check ((writer = 'telemetry') = (drawn_from is not null))
);

-- Of runs that are stored already. Those that traces belong to were drawn from them; a trace may also have been drawn as
-- several runs, which name it. An import left its digest with what nobody wrote since. All else came in batches. The demo
-- was loaded as an import, and cannot be told from one.
insert into run_origins (run_id, writer, drawn_from, is_named)
select run_id, 'telemetry', run_id, bool_or(is_named) from traces group by run_id;
insert into run_origins (run_id, writer, drawn_from)
select drawn.run_id, 'telemetry', traces.run_id
from (
  select run_id, case when starts_with(meta::text, '{"source":"telemetry"') then meta->'trace_ids'->>0 end as trace_id
  from workflow_runs
) drawn
join traces using (trace_id)
on conflict (run_id) do nothing;
insert into run_origins (run_id, writer)
select run_id, case when digest is null then 'batch' else 'import' end
from workflow_runs left join run_digests using (run_id)
on conflict (run_id) do nothing;

-- A run takes its origin with it, unless spans that are still stored would draw it anew; so do they when they go.
create function forget_origins_of_runs() returns trigger
language plpgsql
as $$
begin
  delete from run_origins o using gone
  where o.run_id = gone.run_id and not (o.writer = 'telemetry' and (
    exists (select from traces t where t.run_id = o.run_id)
    or exists (select from traces t where t.trace_id = replace(o.run_id::text, '-', ''))
  ));
  return null;
end
$$;
create function forget_origins_of_traces() returns trigger
language plpgsql
as $$
begin
  delete from run_origins o
  using (
    select run_id from gone
    union select regexp_replace(trace_id, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\1-\2-\3-\4-\5')::uuid from gone
  ) left_behind
  where o.run_id = left_behind.run_id and o.writer = 'telemetry'
    and not exists (select from workflow_runs w where w.run_id = o.run_id)
    and not exists (select from traces t where t.run_id = o.run_id)
    and not exists (select from traces t where t.trace_id = replace(o.run_id::text, '-', ''));
  return null;
end
$$;
create function forget_all_origins() returns trigger
language plpgsql
as $$
begin
  delete from run_origins o
  where not exists (select from workflow_runs w where w.run_id = o.run_id)
    and not exists (select from traces t where t.run_id = o.run_id)
    and not exists (select from traces t where t.trace_id = replace(o.run_id::text, '-', ''));
  return null;
end
$$;
create trigger workflow_runs_origins after delete on workflow_runs
  referencing old table as gone for each statement execute function forget_origins_of_runs();
create trigger workflow_runs_truncated after truncate on workflow_runs
  for each statement execute function forget_all_origins();
create trigger traces_deleted after delete on traces
  referencing old table as gone for each statement execute function forget_origins_of_traces();
create trigger traces_truncated after truncate on traces
  for each statement execute function forget_all_origins();

alter table sessions
  add column writer text not null default 'batch' check (writer in ('telemetry', 'batch', 'import', 'demo')),
  -- Of telemetry: the run that told of it first. Null where nobody knows, so that nobody rewrites it.
  add column made_by uuid;
update sessions s set writer = 'import'
where exists (select from workflow_runs join run_digests using (run_id) where session_id = s.session_id)
  or (exists (select from run_digests) and not exists (select from workflow_runs where session_id = s.session_id));
update sessions set writer = 'telemetry' where starts_with(meta::text, '{"source":"telemetry"');

-- A span that its trace has settled with stays as it is. Those of a trace that is settled were there before.
alter table spans add column received_at timestamptz not null default '-infinity';
alter table spans alter column received_at set default clock_timestamp();
alter table traces add column settled_at timestamptz;
update traces t set settled_at = s.received_at from span_runs s
where s.run_id = t.run_id and s.is_settled and s.projected_revision = s.revision;
