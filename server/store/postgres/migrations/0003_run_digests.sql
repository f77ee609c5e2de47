-- By what a run was last written, where its writer told: an import that is run again leaves out the runs that it would
-- write as they are. It stands in a row of its own, so that any other write of the run simply takes it away.

create table run_digests (
  run_id uuid primary key references workflow_runs on delete cascade,
  digest text not null
);
