-- What the integrity report found in each run. Looking through all of a large database takes minutes, so each run is
-- looked through once and again after it was written. Writers count the revision up; an audit names the one it read.

create table run_audits (
  run_id uuid primary key references workflow_runs on delete cascade,
  revision bigint not null,
  audited_revision bigint,
  -- What the badge of the run counts.
  finding_count bigint not null default 0,
  -- Whether a run that is stored later could settle a finding.
  unsettled boolean not null default false,
  -- A list of IntegrityGroup, see contract/integrity.ts.
  groups json not null default '[]'
);
create index run_audits_pending on run_audits (run_id) where audited_revision is distinct from revision;
create index run_audits_unsettled on run_audits (run_id) where unsettled;

insert into run_audits (run_id, revision) select run_id, 1 from workflow_runs;
