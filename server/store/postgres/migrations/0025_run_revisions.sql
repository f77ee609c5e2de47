-- One table owns the revision of a run: its number, its state, when it was written, the digest its writer gave, and which
-- revision was audited with what result. A digest stands beside the revision it belongs to; the next write sets it to null.

alter table run_audits rename to run_revisions;
alter index run_audits_pkey rename to run_revisions_pkey;
alter index run_audits_pending rename to run_revisions_pending;
alter index run_audits_awaited rename to run_revisions_awaited;
alter index run_audits_written rename to run_revisions_written;
alter table run_revisions rename constraint run_audits_run_id_fkey to run_revisions_run_id_fkey;

alter table run_revisions add column digest text;
update run_revisions set digest = d.digest from run_digests d where d.run_id = run_revisions.run_id;
drop table run_digests;

-- The number of a change is the revision that the write gave the run.
alter table run_changes rename column seq to revision;

-- Triggers follow a renamed table, but the text of a function does not.
do $$
declare
  stale text;
begin
  for stale in
    select pg_get_functiondef(oid) from pg_proc
    where pronamespace = current_schema()::regnamespace and prosrc like '%run_audits%'
  loop
    execute replace(stale, 'run_audits', 'run_revisions');
  end loop;
end
$$;
alter trigger run_audits_counted on run_revisions rename to run_revisions_counted;
alter trigger run_audits_recounted on run_revisions rename to run_revisions_recounted;
alter trigger run_audits_uncounted on run_revisions rename to run_revisions_uncounted;
alter trigger run_audits_none on run_revisions rename to run_revisions_none;
alter trigger run_audits_found on run_revisions rename to run_revisions_found;
alter trigger run_audits_found_again on run_revisions rename to run_revisions_found_again;
