-- Names what a run holds since it was last written: another name with each write, which none ever bore before, also where
-- the run was deleted and stored anew and its revisions began again. A writer that knows what it wrote under a name knows
-- by it whether that is what is stored.

alter table run_audits add column state uuid not null default gen_random_uuid();
