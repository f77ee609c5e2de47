-- What writing an event took for nothing.

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

create function search_text_part(whole text) returns text
language sql immutable parallel safe
return case when octet_length(whole) > 200000 then left(whole, 200000) else whole end;

-- As it was in 0002, but that only a text that is too long is cut: to cut one means to count its characters first.
create or replace function event_search_text(
  headline text, error_message text, agent_name text, event_type text, event_id text, inputs json, outputs json, meta json
) returns text
language sql immutable parallel safe
return
  lower(headline collate "C") || 'Z' ||
  coalesce(lower(search_text_part(error_message) collate "C"), '') || 'Z' ||
  coalesce(lower(agent_name collate "C"), '') || 'Z' ||
  coalesce(lower(search_text_part(inputs::text) collate "C"), '') || 'Z' ||
  coalesce(lower(search_text_part(outputs::text) collate "C"), '') || 'Z' ||
  lower(search_text_part(meta::text) collate "C") || 'Z' ||
  lower(event_id collate "C") || 'Z' ||
  lower(event_type collate "C");
