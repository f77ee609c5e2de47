-- What the old key did to this database. Reads only; run it as often as you like, and keep what it prints.

-- How much there is, and how much of it has no place yet. A node is missing where a run's rows name it and dag_nodes has
-- no row of that run for it.
with named as (
  select run_id, node_id from execution_events
  union select run_id, node_id from files
  union select run_id, node_id from messages
),
missing as (
  select m.run_id, m.node_id from named m join workflow_runs r on r.id = m.run_id
  where m.node_id <> '' and not exists (select from dag_nodes n where n.run_id = m.run_id and n.id = m.node_id)
)
select 'runs' as figure, count(*) as rows from workflow_runs
union all select 'nodes', count(*) from dag_nodes
union all select 'nodes of a run that is not stored, or of none', count(*) from dag_nodes n
  where not exists (select from workflow_runs r where r.id = n.run_id)
union all select 'missing nodes', count(*) from missing
union all select 'runs with missing nodes', count(distinct run_id) from missing
union all select 'edges', count(*) from dag_edges
union all select 'edges with an end that is not stored', count(*) from dag_edges e
  where not exists (select from dag_nodes n where n.id = e.from_node_id)
    or not exists (select from dag_nodes n where n.id = e.to_node_id)
union all select 'edges whose ends are stored for two runs', count(*) from dag_edges e
  join dag_nodes f on f.id = e.from_node_id join dag_nodes t on t.id = e.to_node_id
  where f.run_id is distinct from t.run_id
union all select 'events', count(*) from execution_events
union all select 'events without a node', count(*) from execution_events where coalesce(node_id, '') = ''
union all select 'events of a run that is not stored, or of none', count(*) from execution_events e
  where not exists (select from workflow_runs r where r.id = e.run_id)
union all select 'files', count(*) from files
union all select 'files of a run that is not stored, or of none', count(*) from files f
  where not exists (select from workflow_runs r where r.id = f.run_id)
union all select 'messages', count(*) from messages
union all select 'messages of a run that is not stored, or of none', count(*) from messages m
  where not exists (select from workflow_runs r where r.id = m.run_id);

-- The names that more than one run uses. One click on such a node shows the events of all these runs.
select node_id, count(distinct run_id) as runs, count(*) as events from execution_events where node_id <> ''
group by node_id having count(distinct run_id) > 1 order by events desc, node_id;

-- The nodes that each run is missing.
with named as (
  select run_id, node_id from execution_events
  union select run_id, node_id from files
  union select run_id, node_id from messages
)
select m.run_id, count(*) as missing, string_agg(m.node_id, ', ' order by m.node_id) as node_ids
from named m join workflow_runs r on r.id = m.run_id
where m.node_id <> '' and not exists (select from dag_nodes n where n.run_id = m.run_id and n.id = m.node_id)
group by m.run_id order by m.run_id;

-- The foreign keys that hang on the old keys. 02-composite-key.sql replaces those of the old tables and refuses to begin
-- while there is any other.
select c.conrelid::regclass::text as of_table, c.conname as constraint_name, pg_get_constraintdef(c.oid) as definition
from pg_constraint c
where c.contype = 'f' and c.confrelid in ('dag_nodes'::regclass, 'dag_edges'::regclass)
order by of_table, constraint_name;
