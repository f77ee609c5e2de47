-- Figures that lists and the integrity report tell of all runs, kept instead of counted: see docs/adr/0017.
--
-- Whoever writes rows appends by how much a figure changed, in the same transaction, and waits for nobody, since nobody else
-- has that row. A background pass folds what was appended into one row a figure. A reader adds up both, and so sees exactly
-- what is committed. Triggers append, so that a figure is right whoever writes or deletes.

create table kept_counts (
  kind text collate "C" not null,
  word text collate "C" not null,
  amount bigint not null,
  primary key (kind, word)
);
create index kept_counts_most on kept_counts (kind, amount desc, word);
create index kept_counts_none on kept_counts (kind) where amount = 0;
create table count_changes (
  kind text collate "C" not null,
  word text collate "C" not null,
  amount bigint not null
);
create index count_changes_of on count_changes (kind, word);
create view figures as
  select kind, word, sum(amount)::bigint as amount
  from (select kind, word, amount from kept_counts union all select kind, word, amount from count_changes) every
  group by kind, word;

-- How many runs have so many events under a node id, and how many files and messages these have under it.
create table node_id_uses (
  node_id text collate "C" not null,
  events integer not null,
  runs bigint not null,
  files bigint not null,
  messages bigint not null,
  primary key (node_id, events)
);
create index node_id_uses_none on node_id_uses (node_id) where runs = 0 and files = 0 and messages = 0;
create table node_use_changes (
  node_id text collate "C" not null,
  events integer not null,
  runs bigint not null,
  files bigint not null,
  messages bigint not null
);
create index node_use_changes_of on node_use_changes (node_id);
-- The same by node id alone, without what is not folded yet.
create table node_ids (
  node_id text collate "C" primary key,
  runs bigint not null,
  events bigint not null,
  files bigint not null,
  messages bigint not null
);
create index node_ids_reused on node_ids (events desc, runs desc, node_id) where runs > 1;
create index node_ids_none on node_ids (node_id) where runs = 0 and events = 0 and files = 0 and messages = 0;

-- What the audit of each run found, by kind, with the run's place in the list, so that the latest examples are found.
create table run_findings (
  run_id uuid not null references workflow_runs on delete cascade,
  kind text collate "C" not null,
  started_key timestamptz not null,
  findings bigint not null,
  rows bigint not null,
  example json,
  primary key (run_id, kind)
);
create index run_findings_latest on run_findings (kind, started_key desc, run_id desc);

-- Folds up to so many changes of either sort. True where more may be left. One server at a time does it.
create function fold_figures(most integer) returns boolean
language plpgsql
as $$
declare
  uses integer;
  counts integer;
begin
  if not pg_try_advisory_xact_lock('count_changes'::regclass::oid::bigint) then return false; end if;

  with taken as (
    delete from node_use_changes where ctid = any(array(select ctid from node_use_changes limit most))
    returning node_id, events, runs, files, messages
  ), alike as (
    select node_id, events, sum(runs)::bigint as runs, sum(files)::bigint as files, sum(messages)::bigint as messages
    from taken group by node_id, events
  ), folded as (
    insert into node_id_uses as kept (node_id, events, runs, files, messages) select * from alike
    on conflict (node_id, events) do update set
      runs = kept.runs + excluded.runs, files = kept.files + excluded.files, messages = kept.messages + excluded.messages
  ), of_ids as (
    select node_id, sum(runs)::bigint as runs, sum(runs * events)::bigint as events, sum(files)::bigint as files,
      sum(messages)::bigint as messages
    from alike group by node_id
  ), before as (
    select node_id, of_ids.runs as added, coalesce(kept.runs, 0) as runs from of_ids left join node_ids kept using (node_id)
  ), folded_ids as (
    insert into node_ids as kept (node_id, runs, events, files, messages) select * from of_ids
    on conflict (node_id) do update set runs = kept.runs + excluded.runs, events = kept.events + excluded.events,
      files = kept.files + excluded.files, messages = kept.messages + excluded.messages
  ), counted as (
    insert into count_changes (kind, word, amount)
    select 'node ids', word, amount from (
      select count(*) filter (where runs + added > 0) - count(*) filter (where runs > 0) as "all",
        count(*) filter (where runs + added > 0 and is_uuid(node_id)) - count(*) filter (where runs > 0 and is_uuid(node_id)) as uuid,
        count(*) filter (where runs + added > 1) - count(*) filter (where runs > 1) as reused
      from before
    ) sums, lateral (values ('all', "all"), ('uuid', uuid), ('reused', reused)) each (word, amount)
    where amount <> 0
  )
  select count(*) into uses from taken;
  delete from node_id_uses where runs = 0 and files = 0 and messages = 0;
  delete from node_ids where runs = 0 and events = 0 and files = 0 and messages = 0;

  with taken as (
    delete from count_changes where ctid = any(array(select ctid from count_changes limit most))
    returning kind, word, amount
  ), folded as (
    insert into kept_counts as kept (kind, word, amount)
    select kind, word, sum(amount) from taken group by kind, word
    on conflict (kind, word) do update set amount = kept.amount + excluded.amount
  )
  select count(*) into counts from taken;
  delete from kept_counts where amount = 0;
  return uses >= most or counts >= most;
end
$$;

-- As UUID_PATTERN of server/integrity/reusedIds.ts.
create function is_uuid(id text) returns boolean
language sql immutable parallel safe
return id ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

-- Counts everything anew, for a database that was not written through its triggers. Nobody else may write meanwhile.
create function recount_figures() returns void
language plpgsql
as $$
begin
  truncate run_findings;
  insert into run_findings (run_id, kind, started_key, findings, rows, example)
  select run_id, own->>'kind', started_key, (own->>'findings')::bigint, (own->>'rows')::bigint, own->'examples'->0
  from run_audits join workflow_runs using (run_id), json_array_elements(groups) own
  where groups::text <> '[]';

  truncate kept_counts, count_changes, node_id_uses, node_use_changes, node_ids;
  insert into node_id_uses (node_id, events, runs, files, messages)
  select node_id, events, count(*), sum(files), sum(messages) from node_uses group by node_id, events;
  insert into node_ids (node_id, runs, events, files, messages)
  select node_id, sum(runs), sum(runs * events), sum(files), sum(messages) from node_id_uses group by node_id;

  insert into kept_counts (kind, word, amount)
  select * from (
    select 'sessions', '', count(*) as amount from sessions
    union all select 'runs', '', count(*) from workflow_runs
    union all select 'status', left(status, 200), count(*) from workflow_runs group by 2
    union all select 'mode', mode_word, count(*) from workflow_runs where mode_word is not null group by 2
    union all select 'agent', agent_word, count(*) from workflow_runs where agent_word is not null group by 2
    union all select 'nodes', '', count(*) from dag_nodes
    union all select 'edges', '', count(*) from dag_edges
    union all select 'events', 'of nodes', count(node_id) from execution_events
    union all select 'events', 'of no node', count(*) from execution_events where node_id is null
    union all select 'files', '', count(*) from files
    union all select 'messages', '', count(*) from messages
    union all select 'audits', 'pending', count(*) from run_audits where audited_revision is distinct from revision
    union all select 'audits', 'with findings', count(*) from run_audits where finding_count > 0
    union all select 'findings', kind, sum(findings)::bigint from run_findings group by kind
    union all select 'finding rows', kind, sum(rows)::bigint from run_findings group by kind
    union all select 'finding runs', kind, count(*) from run_findings group by kind
    union all select 'node ids', 'all', count(*) from node_ids
    union all select 'node ids', 'uuid', count(*) from node_ids where is_uuid(node_id)
    union all select 'node ids', 'reused', count(*) from node_ids where runs > 1
  ) counted where amount <> 0;
end
$$;
select recount_figures();

-- Rows of a table, under the kind that the trigger names.
create function count_written() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount) select tg_argv[0], '', count(*) from written having count(*) > 0;
  return null;
end
$$;
create function count_gone() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount) select tg_argv[0], '', -count(*) from gone having count(*) > 0;
  return null;
end
$$;
-- Takes back all that is counted under the kinds that the trigger names.
create function count_none() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select kind, word, -amount from figures where kind = any(tg_argv) and amount <> 0;
  return null;
end
$$;

create trigger sessions_counted after insert on sessions
  referencing new table as written for each statement execute function count_written('sessions');
create trigger sessions_uncounted after delete on sessions
  referencing old table as gone for each statement execute function count_gone('sessions');
create trigger sessions_none after truncate on sessions for each statement execute function count_none('sessions');
create trigger dag_nodes_counted after insert on dag_nodes
  referencing new table as written for each statement execute function count_written('nodes');
create trigger dag_nodes_uncounted after delete on dag_nodes
  referencing old table as gone for each statement execute function count_gone('nodes');
create trigger dag_nodes_none after truncate on dag_nodes for each statement execute function count_none('nodes');
create trigger dag_edges_counted after insert on dag_edges
  referencing new table as written for each statement execute function count_written('edges');
create trigger dag_edges_uncounted after delete on dag_edges
  referencing old table as gone for each statement execute function count_gone('edges');
create trigger dag_edges_none after truncate on dag_edges for each statement execute function count_none('edges');
create trigger files_counted after insert on files
  referencing new table as written for each statement execute function count_written('files');
create trigger files_uncounted after delete on files
  referencing old table as gone for each statement execute function count_gone('files');
create trigger files_none after truncate on files for each statement execute function count_none('files');
create trigger messages_counted after insert on messages
  referencing new table as written for each statement execute function count_written('messages');
create trigger messages_uncounted after delete on messages
  referencing old table as gone for each statement execute function count_gone('messages');
create trigger messages_none after truncate on messages for each statement execute function count_none('messages');

create function count_events_written() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select 'events', case when node_id is null then 'of no node' else 'of nodes' end, count(*) from written group by 2;
  return null;
end
$$;
create function count_events_gone() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select 'events', case when node_id is null then 'of no node' else 'of nodes' end, -count(*) from gone group by 2;
  return null;
end
$$;
create function count_event_moved() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  values ('events', 'of nodes', case when new.node_id is null then -1 else 1 end),
    ('events', 'of no node', case when new.node_id is null then 1 else -1 end);
  return null;
end
$$;
create trigger execution_events_counted after insert on execution_events
  referencing new table as written for each statement execute function count_events_written();
create trigger execution_events_uncounted after delete on execution_events
  referencing old table as gone for each statement execute function count_events_gone();
create trigger execution_events_moved after update of node_id on execution_events
  for each row when ((old.node_id is null) <> (new.node_id is null)) execute function count_event_moved();
create trigger execution_events_none after truncate on execution_events
  for each statement execute function count_none('events');

create function count_runs_written() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select kind, word, count(*)
  from written, lateral (
    values ('runs', ''), ('status', left(status, 200)), ('mode', mode_word), ('agent', agent_word)
  ) own (kind, word)
  where word is not null group by kind, word;
  return null;
end
$$;
create function count_runs_gone() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select kind, word, -count(*)
  from gone, lateral (
    values ('runs', ''), ('status', left(status, 200)), ('mode', mode_word), ('agent', agent_word)
  ) own (kind, word)
  where word is not null group by kind, word;
  return null;
end
$$;
create function count_run_words() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select kind, word, amount
  from (values ('status', left(old.status, 200), left(new.status, 200)), ('mode', old.mode_word, new.mode_word),
    ('agent', old.agent_word, new.agent_word)) own (kind, before, after),
    lateral (values (before, -1), (after, 1)) each (word, amount)
  where before is distinct from after and word is not null;
  return null;
end
$$;
create trigger workflow_runs_counted after insert on workflow_runs
  referencing new table as written for each statement execute function count_runs_written();
create trigger workflow_runs_uncounted after delete on workflow_runs
  referencing old table as gone for each statement execute function count_runs_gone();
create trigger workflow_runs_words after update of status, mode, agent on workflow_runs for each row
  when ((old.status, old.mode_word, old.agent_word) is distinct from (new.status, new.mode_word, new.agent_word))
  execute function count_run_words();
create trigger workflow_runs_none after truncate on workflow_runs
  for each statement execute function count_none('runs', 'status', 'mode', 'agent');
-- What facets were counted by.
drop index workflow_runs_words;

create function count_audit() returns trigger
language plpgsql
as $$
declare
  pending integer := 0;
  troubled integer := 0;
begin
  if tg_op <> 'INSERT' then
    pending := pending - (old.audited_revision is distinct from old.revision)::integer;
    troubled := troubled - (old.finding_count > 0)::integer;
  end if;
  if tg_op <> 'DELETE' then
    pending := pending + (new.audited_revision is distinct from new.revision)::integer;
    troubled := troubled + (new.finding_count > 0)::integer;
  end if;
  insert into count_changes (kind, word, amount)
  select 'audits', word, amount
  from (values ('pending', pending), ('with findings', troubled)) each (word, amount) where amount <> 0;
  return null;
end
$$;
create trigger run_audits_counted after insert on run_audits for each row execute function count_audit();
create trigger run_audits_recounted after update of revision, audited_revision, finding_count on run_audits for each row
  when ((old.audited_revision is distinct from old.revision) <> (new.audited_revision is distinct from new.revision)
    or (old.finding_count > 0) <> (new.finding_count > 0))
  execute function count_audit();
create trigger run_audits_uncounted after delete on run_audits for each row execute function count_audit();
create trigger run_audits_none after truncate on run_audits for each statement execute function count_none('audits');

-- Each only where it is another: most audits find what the one before found.
create function keep_findings() returns trigger
language plpgsql
as $$
begin
  delete from run_findings f where f.run_id = new.run_id
    and not exists (select from json_array_elements(new.groups) own where own->>'kind' = f.kind);
  insert into run_findings as kept (run_id, kind, started_key, findings, rows, example)
  select new.run_id, own->>'kind', started_key, (own->>'findings')::bigint, (own->>'rows')::bigint, own->'examples'->0
  from json_array_elements(new.groups) own, workflow_runs r where r.run_id = new.run_id
  on conflict (run_id, kind) do update set started_key = excluded.started_key, findings = excluded.findings,
    rows = excluded.rows, example = excluded.example
    where (kept.started_key, kept.findings, kept.rows, kept.example::text)
      is distinct from (excluded.started_key, excluded.findings, excluded.rows, excluded.example::text);
  return null;
end
$$;
create trigger run_audits_found after insert on run_audits for each row
  when (new.groups::text <> '[]') execute function keep_findings();
create trigger run_audits_found_again after update of groups on run_audits for each row
  when (old.groups::text <> new.groups::text) execute function keep_findings();

create function move_findings() returns trigger
language plpgsql
as $$
begin
  update run_findings set started_key = new.started_key where run_id = new.run_id;
  return null;
end
$$;
create trigger workflow_runs_moved after update of started_at on workflow_runs for each row
  when (old.started_key <> new.started_key) execute function move_findings();

create function count_findings_written() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select figure, kind, sum(amount) from written, lateral (
    values ('findings', findings), ('finding rows', rows), ('finding runs', 1)
  ) own (figure, amount) group by figure, kind;
  return null;
end
$$;
create function count_findings_gone() returns trigger
language plpgsql
as $$
begin
  insert into count_changes (kind, word, amount)
  select figure, kind, -sum(amount) from gone, lateral (
    values ('findings', findings), ('finding rows', rows), ('finding runs', 1)
  ) own (figure, amount) group by figure, kind;
  return null;
end
$$;
create trigger run_findings_counted after insert on run_findings
  referencing new table as written for each statement execute function count_findings_written();
create trigger run_findings_recounted_1 after update on run_findings
  referencing old table as gone for each statement execute function count_findings_gone();
create trigger run_findings_recounted_2 after update on run_findings
  referencing new table as written for each statement execute function count_findings_written();
create trigger run_findings_uncounted after delete on run_findings
  referencing old table as gone for each statement execute function count_findings_gone();
create trigger run_findings_none after truncate on run_findings
  for each statement execute function count_none('findings', 'finding rows', 'finding runs');

create function count_uses_written() returns trigger
language plpgsql
as $$
begin
  insert into node_use_changes (node_id, events, runs, files, messages)
  select node_id, events, count(*), sum(files), sum(messages) from written group by node_id, events;
  return null;
end
$$;
create function count_uses_gone() returns trigger
language plpgsql
as $$
begin
  insert into node_use_changes (node_id, events, runs, files, messages)
  select node_id, events, -count(*), -sum(files), -sum(messages) from gone group by node_id, events;
  return null;
end
$$;
create function count_no_uses() returns trigger
language plpgsql
as $$
begin
  insert into node_use_changes (node_id, events, runs, files, messages)
  select node_id, events, -sum(runs), -sum(files), -sum(messages)
  from (select * from node_id_uses union all select * from node_use_changes) every group by node_id, events
  having sum(runs) <> 0;
  return null;
end
$$;
create trigger node_uses_counted after insert on node_uses
  referencing new table as written for each statement execute function count_uses_written();
create trigger node_uses_recounted_1 after update on node_uses
  referencing old table as gone for each statement execute function count_uses_gone();
create trigger node_uses_recounted_2 after update on node_uses
  referencing new table as written for each statement execute function count_uses_written();
create trigger node_uses_uncounted after delete on node_uses
  referencing old table as gone for each statement execute function count_uses_gone();
create trigger node_uses_none after truncate on node_uses for each statement execute function count_no_uses();

-- `node_uses` has the same.
alter table run_audits
  drop column node_ids, drop column node_events, drop column node_files, drop column node_messages;
