-- What has become of it. Reads only; compare with what 01-check.sql printed.

-- Every row is in its table or beside it. "added" counts the nodes and edges that the old key had lost, and with them an
-- old edge that no run recorded and some run has as inferred.
select 'dag_nodes' as table_name, count(*) filter (where origin = 'recorded') as recorded,
  (select count(*) from dag_nodes_unplaced) as unplaced, count(*) filter (where origin <> 'recorded') as added
from dag_nodes
union all select 'dag_edges', count(*) filter (where origin = 'recorded'),
  (select count(*) from dag_edges_unplaced), count(*) filter (where origin <> 'recorded') from dag_edges
union all select 'execution_events', count(*), (select count(*) from execution_events_unplaced), 0 from execution_events
union all select 'files', count(*), (select count(*) from files_unplaced), 0 from files
union all select 'messages', count(*), (select count(*) from messages_unplaced), 0 from messages;

-- Why rows were set aside.
select table_name, unplaced_reason, count(*) as rows
from (
  select 'dag_nodes' as table_name, unplaced_reason from dag_nodes_unplaced
  union all select 'dag_edges', unplaced_reason from dag_edges_unplaced
  union all select 'execution_events', unplaced_reason from execution_events_unplaced
  union all select 'files', unplaced_reason from files_unplaced
  union all select 'messages', unplaced_reason from messages_unplaced
) as unplaced
group by table_name, unplaced_reason order by table_name, unplaced_reason;

-- The old question, by the name alone: events of many runs.
select count(*) as events, count(distinct run_id) as runs from execution_events where node_id = 'step_1';

-- The scoped question, once for each node of that name: the events of one run each. They add up to the number above.
select n.run_id, n.id as node_id, n.origin,
  (select count(*) from execution_events e where e.run_id = n.run_id and e.node_id = n.id) as events
from dag_nodes n where n.id = 'step_1' order by n.run_id;

-- The keys as they are now.
select c.conrelid::regclass::text as of_table, c.conname as constraint_name, pg_get_constraintdef(c.oid) as definition
from pg_constraint c
where c.contype in ('p', 'f', 'u')
  and c.conrelid in (
    'dag_nodes'::regclass, 'dag_edges'::regclass, 'execution_events'::regclass, 'files'::regclass, 'messages'::regclass
  )
order by of_table, c.contype desc, constraint_name;
