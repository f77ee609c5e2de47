-- A row under a node belongs to the node's run, and the node to a stored run: its key to the node says all that a key of
-- its own to the run would say, and to look both up took a fifth of the time of writing an event. So the key to the run
-- is that of rows that are under no node, whose key to a node nobody looks at.

alter table execution_events
  drop constraint execution_events_run_id_fkey,
  add column nodeless_run_id uuid generated always as (case when node_id is null then run_id end) stored,
  add constraint execution_events_nodeless foreign key (nodeless_run_id) references workflow_runs on delete cascade;
create index execution_events_nodeless on execution_events (nodeless_run_id) where nodeless_run_id is not null;

alter table files
  drop constraint files_run_id_fkey,
  add column nodeless_run_id uuid generated always as (case when node_id is null then run_id end) stored,
  add constraint files_nodeless foreign key (nodeless_run_id) references workflow_runs on delete cascade;
create index files_nodeless on files (nodeless_run_id) where nodeless_run_id is not null;

alter table messages
  drop constraint messages_run_id_fkey,
  add column nodeless_run_id uuid generated always as (case when node_id is null then run_id end) stored,
  add constraint messages_nodeless foreign key (nodeless_run_id) references workflow_runs on delete cascade;
create index messages_nodeless on messages (nodeless_run_id) where nodeless_run_id is not null;
