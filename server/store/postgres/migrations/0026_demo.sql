-- What belongs to the demo, so that it can be removed whole and is not loaded again. Rows without a place from before do not
-- tell who kept them.

alter table unplaced_rows add column writer text check (writer in ('telemetry', 'batch', 'import', 'demo'));
alter table store_identity add column demo_removed_at timestamptz;
