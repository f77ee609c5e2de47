-- What a run names and no run has, so that its audit is made anew when a run comes that has it, and not whenever any run
-- was written: see awaitedBy in server/integrity/awaited.ts.

alter table run_audits add column awaited text[] collate "C" not null default '{}';
update run_audits set audited_revision = null where unsettled;
alter table run_audits drop column unsettled;
create index run_audits_awaited on run_audits using gin (awaited) where awaited <> '{}';
