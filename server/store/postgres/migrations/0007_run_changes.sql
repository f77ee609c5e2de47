-- What each write of a run changed, for whoever has the run on screen. The number of a write is the run's revision after
-- it: it is counted up under the lock of the run's row, so that numbers become visible in their order. A write that is too
-- much to note down, as an import is, leaves a gap.

create table run_changes (
  run_id uuid not null references workflow_runs on delete cascade,
  seq bigint not null,
  -- RunChanges, see server/live/ChangeFeed.ts.
  changes json not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (run_id, seq)
);

-- One row: stands for this very database, so that nobody takes a number of another one for a number of this.
create table store_identity (
  singleton boolean primary key default true check (singleton),
  epoch uuid not null
);
insert into store_identity (epoch) values (gen_random_uuid());
