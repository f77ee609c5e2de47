-- Whoever deletes a row of workflow_runs deletes all that the database has of the run. Foreign keys do that for whatever
-- refers to the run. Triggers, each once a statement, do it for what no key can express:
--
-- - contents of files, which runs with equal files share: a content goes with the last file that has it;
-- - the session, which goes with its last run;
-- - spans, which come before their run is known to be one, or never become one;
-- - rows of old databases that name the run.
--
-- A projection deletes a run only to draw it under another id from the same spans, in the same session. It sets
-- runlens.keep_spans for that, and then neither goes.
--
-- Rows that somebody may be about to refer to are locked first and looked at by a later statement, whose snapshot shows
-- what that one committed: a foreign key alone would make the deletion fail then. A writer locks what it will refer to.

create index files_content on files (content_sha256) where content_sha256 is not null;
create index unplaced_rows_run on unplaced_rows using hash (lower(run_id));

-- Contents that might be unused, but somebody had them locked who may be about to refer to them, or to delete them. A server
-- looks at them again now and then.
create table doubtful_contents (
  sha256 text collate "C" primary key
);

-- Also called by whoever gave files other contents, once all of them are written. It waits for nobody, since writers that
-- hold contents of their own and wait for each other's would never end.
create function delete_unused_contents(hashes text[]) returns void
language plpgsql
as $$
declare
  locked text[] := array(
    select sha256 from file_contents where sha256 = any(hashes) order by sha256 for update skip locked
  );
begin
  delete from file_contents c where sha256 = any(locked)
    and not exists (select from files f where f.content_sha256 = c.sha256);
  insert into doubtful_contents
    select sha256 from file_contents where sha256 = any(hashes) and sha256 <> all(locked)
    on conflict do nothing;
end
$$;

create function delete_contents_of_files() returns trigger
language plpgsql
as $$
declare
  hashes text[] := array(select distinct content_sha256 from gone where content_sha256 is not null);
begin
  if cardinality(hashes) > 0 then perform delete_unused_contents(hashes); end if;
  return null;
end
$$;

create trigger files_deleted after delete on files
  referencing old table as gone for each statement execute function delete_contents_of_files();

create function delete_rest_of_runs() returns trigger
language plpgsql
as $$
declare
  run_ids uuid[] := array(select run_id from gone);
  session_ids text[] := array(select distinct session_id from gone);
  trace_ids text[];
begin
  if cardinality(run_ids) = 0 then return null; end if;
  insert into run_removals default values on conflict do nothing;
  if current_setting('runlens.keep_spans', true) = 'on' then return null; end if;

  trace_ids := array(select trace_id from traces where run_id = any(run_ids) order by trace_id for update);
  delete from loose_calls where run_id = any(run_ids) or trace_id = any(trace_ids);
  delete from spans where trace_id = any(trace_ids);
  delete from traces where trace_id = any(trace_ids);
  delete from span_runs where run_id = any(run_ids);

  delete from unplaced_rows where lower(run_id) = any(run_ids::text[]);

  perform from sessions where session_id = any(session_ids) order by session_id for update;
  delete from sessions s where session_id = any(session_ids)
    and not exists (select from workflow_runs r where r.session_id = s.session_id);
  return null;
end
$$;

create trigger workflow_runs_deleted after delete on workflow_runs
  referencing old table as gone for each statement execute function delete_rest_of_runs();

-- What deletions and replacements left behind so far.
delete from file_contents c where not exists (select from files f where f.content_sha256 = c.sha256);
