-- What spans share goes with the last span that has it: a resource names hosts, people and paths, and must not outlive the
-- runs that were deleted.

create index spans_context on spans (context_id) where context_id is not null;

-- A body that is being stored may have found its context there, and no other transaction sees its spans yet. So writers of
-- spans hold this lock together, after they have locked their traces, and whoever deletes contexts holds it alone.
create function delete_unused_contexts(ids text[]) returns void
language plpgsql
as $$
begin
  if cardinality(ids) = 0 then return; end if;
  perform pg_advisory_xact_lock(7261021);
  delete from span_contexts c where context_id = any(ids)
    and not exists (select from spans s where s.context_id = c.context_id);
end
$$;

create or replace function delete_rest_of_runs() returns trigger
language plpgsql
as $$
declare
  run_ids uuid[] := array(select run_id from gone);
  session_ids text[] := array(select distinct session_id from gone);
  trace_ids text[];
  context_ids text[];
begin
  if cardinality(run_ids) = 0 then return null; end if;
  insert into run_removals default values on conflict do nothing;
  if current_setting('runlens.keep_spans', true) = 'on' then return null; end if;

  trace_ids := array(select trace_id from traces where run_id = any(run_ids) order by trace_id for update);
  context_ids := array(
    select distinct context_id from spans where trace_id = any(trace_ids) and context_id is not null order by context_id
  );
  delete from loose_calls where run_id = any(run_ids) or trace_id = any(trace_ids);
  delete from spans where trace_id = any(trace_ids);
  delete from traces where trace_id = any(trace_ids);
  delete from span_runs where run_id = any(run_ids);
  perform delete_unused_contexts(context_ids);

  delete from unplaced_rows where lower(run_id) = any(run_ids::text[]);

  perform from sessions where session_id = any(session_ids) order by session_id for update;
  delete from sessions s where session_id = any(session_ids)
    and not exists (select from workflow_runs r where r.session_id = s.session_id);
  return null;
end
$$;
