-- When each run was written last: by the clock, so that a run that is being written is left alone by audits, and by its
-- transaction, so that a server that was told nothing finds the runs that were written since it looked last. Times do not
-- tell that: of two transactions the one with the earlier time may commit later. Whether a transaction was visible in a
-- snapshot does, exactly. Rows from before get values that are older than any snapshot.

alter table run_audits
  add column written_at timestamptz not null default '-infinity',
  add column written_xid xid8 not null default '0',
  -- When the run was audited last, or an audit of it failed, or it was stored first.
  add column audited_at timestamptz not null default '-infinity',
  -- Audits that failed since the last one that did not.
  add column audit_failures integer not null default 0;
alter table run_audits
  alter column written_at set default clock_timestamp(),
  alter column written_xid set default pg_current_xact_id(),
  alter column audited_at set default clock_timestamp();
create index run_audits_written on run_audits (written_xid);

-- The transactions that deleted runs, without the runs: whoever shows a list of runs learns that it is another now.
create table run_removals (
  removed_xid xid8 primary key default pg_current_xact_id(),
  removed_at timestamptz not null default clock_timestamp()
);
create index run_removals_old on run_removals (removed_at);

-- Old changes are forgotten by their time alone, so that forgetting reads no more than what it forgets.
create index run_changes_old on run_changes (changed_at);
