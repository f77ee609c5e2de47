-- Gives dag_nodes the key (run_id, id) and dag_edges the key (run_id, from_node_id, to_node_id), and lets every other
-- table refer to a node by both columns. One transaction: it does all of it or nothing, and ends with an exception where
-- it cannot or where it has been done. No row is deleted: what fits no run is moved to a table <name>_unplaced.

begin;

-- A deferred check that is still to come would keep the tables from being altered.
set constraints all immediate;

lock table workflow_runs, dag_nodes, dag_edges, execution_events, files, messages in access exclusive mode;

-- 1. Is there anything to do, and can it be done?
do $$
declare
  found record;
begin
  if exists (
    select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = 'dag_nodes'::regclass and i.indisprimary and a.attname = 'run_id'
  ) then
    raise exception 'The primary key of dag_nodes holds run_id already. Nothing was changed.';
  end if;

  for found in
    select c.conrelid::regclass as of_table, c.conname from pg_constraint c
    where c.contype = 'f' and (
      c.confrelid = 'dag_edges'::regclass
      or c.confrelid = 'dag_nodes'::regclass and not exists (
        select from pg_attribute a
        join (values
          ('dag_nodes', 'parent_node_id'), ('dag_edges', 'from_node_id'), ('dag_edges', 'to_node_id'),
          ('execution_events', 'node_id'), ('files', 'node_id'), ('messages', 'node_id')
        ) as known (of_table, of_column) on c.conrelid = known.of_table::regclass and a.attname = known.of_column
        where a.attrelid = c.conrelid and c.conkey = array[a.attnum]
      )
    )
  loop
    raise exception 'The foreign key % of % hangs on a key that has to change. Nothing was changed.',
      found.conname, found.of_table
      using hint = 'Give that table a run_id and drop the constraint; afterwards refer to (run_id, id) of dag_nodes.';
  end loop;
end $$;

create temp table rows_before on commit drop as
select 'dag_nodes' as of_table, count(*) as rows from dag_nodes
union all select 'dag_edges', count(*) from dag_edges
union all select 'execution_events', count(*) from execution_events
union all select 'files', count(*) from files
union all select 'messages', count(*) from messages;

-- 2. The old keys go, by the names that this database gave them. What their foreign keys did on delete, and when they
--    were checked, is remembered for those that replace them.
create temp table old_references (of_table text, of_column text, options text) on commit drop;

do $$
declare
  key record;
begin
  for key in
    select c.conrelid::regclass as of_table, k.relname, a.attname, c.conname,
      case when c.confdeltype = 'c' then ' on delete cascade'
        -- Needs Postgres 15. Without the column's name run_id would be set to null as well.
        when c.confdeltype = 'n' and a.attname = 'node_id' then ' on delete set null (node_id)'
        else '' end
      || case when c.condeferred then ' deferrable initially deferred'
        when c.condeferrable then ' deferrable' else '' end as options
    from pg_constraint c
    join pg_class k on k.oid = c.conrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'dag_nodes'::regclass
  loop
    insert into old_references values (key.relname, key.attname, key.options);
    execute format('alter table %s drop constraint %I', key.of_table, key.conname);
  end loop;

  -- Unique indexes may exist without a constraint. One on the two ends of an edge would refuse the same edge in a second run.
  for key in
    select keys.*, c.conname from (
      select i.indrelid::regclass as of_table, i.indexrelid, i.indexrelid::regclass as index_name, i.indisprimary,
        (select array_agg(a.attname::text order by a.attname) from pg_attribute a
          where a.attrelid = i.indrelid and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])) as columns
      from pg_index i
      where i.indisunique and i.indrelid in ('dag_nodes'::regclass, 'dag_edges'::regclass)
    ) as keys
    left join pg_constraint c on c.conindid = keys.indexrelid and c.contype in ('p', 'u')
    where keys.indisprimary
      or keys.of_table = 'dag_nodes'::regclass and keys.columns = array['id']
      or keys.of_table = 'dag_edges'::regclass and keys.columns = array['from_node_id', 'to_node_id']
  loop
    if key.conname is null then
      execute format('drop index %s', key.index_name);
    else
      execute format('alter table %s drop constraint %I', key.of_table, key.conname);
    end if;
    -- The id of an edge stays unique, but an edge may have none: see step 6.
    if key.of_table = 'dag_edges'::regclass and key.columns = array['id'] then
      alter table dag_edges add unique (id);
    end if;
  end loop;

  if exists (
    select from pg_attribute
    where attrelid = 'dag_edges'::regclass and attname = 'id' and not atthasdef and attidentity = ''
  ) then
    alter table dag_edges alter column id drop not null;
  end if;

  execute (
    select format('alter table dag_edges add column run_id %s', format_type(atttypid, atttypmod))
    from pg_attribute where attrelid = 'dag_nodes'::regclass and attname = 'run_id'
  );
end $$;

alter table dag_nodes add column origin text not null default 'recorded'
  check (origin in ('recorded', 'reconstructed', 'inferred'));
alter table dag_edges add column origin text not null default 'recorded'
  check (origin in ('recorded', 'reconstructed', 'inferred'));

-- 3. Events, files and messages of a run that is not stored, or of none, are set aside. An empty text names no node.
create table execution_events_unplaced as
  select e.*, 'the run is not stored' as unplaced_reason from execution_events e
  where not exists (select from workflow_runs r where r.id = e.run_id);
create table files_unplaced as
  select f.*, 'the run is not stored' as unplaced_reason from files f
  where not exists (select from workflow_runs r where r.id = f.run_id);
create table messages_unplaced as
  select m.*, 'the run is not stored' as unplaced_reason from messages m
  where not exists (select from workflow_runs r where r.id = m.run_id);

do $$
declare
  found record;
begin
  for found in
    select c.conrelid::regclass as of_table, c.conname, moved.from_table from pg_constraint c
    join (
      select 'execution_events' from execution_events_unplaced
      union select 'files' from files_unplaced
      union select 'messages' from messages_unplaced
    ) as moved (from_table) on c.confrelid = moved.from_table::regclass
    where c.contype = 'f' and c.confdeltype not in ('a', 'r')
  loop
    raise exception 'Moving rows out of % would change rows of % by its foreign key %. Nothing was changed.',
      found.from_table, found.of_table, found.conname
      using hint = 'Give these rows a run that is stored, or drop the constraint until this script has run.';
  end loop;
end $$;

delete from execution_events e where not exists (select from workflow_runs r where r.id = e.run_id);
delete from files f where not exists (select from workflow_runs r where r.id = f.run_id);
delete from messages m where not exists (select from workflow_runs r where r.id = m.run_id);

update execution_events set node_id = null where node_id = '';
update files set node_id = null where node_id = '';
update messages set node_id = null where node_id = '';

-- 4. The nodes that the old key lost. The one stored row of a name tells of another run, so it lends only what is the
--    same wherever the name is used: type, depth and label. Agent, status and order come from the run's own rows.
insert into dag_nodes (run_id, id, session_id, node_type, agent, status, order_index, depth, meta, origin)
with mentions as (
  select run_id, node_id, 1 as source, execution_order, "timestamp" as at, id::text collate "C" as row_id
  from execution_events
  union all select run_id, node_id, 2, null, created_at, id::text collate "C" from files
  union all select run_id, node_id, 3, null, "timestamp", id::text collate "C" from messages
),
placed as (
  select run_id, node_id, row_number() over (
    partition by run_id order by source, execution_order nulls last, at nulls last, row_id
  ) as place
  from mentions where node_id is not null
),
named as (
  select run_id, node_id, row_number() over (partition by run_id order by min(place)) - 1 as order_index
  from placed group by run_id, node_id
),
own as (
  select run_id, node_id, nullif(agent_name, '') as agent, event_type,
    -- The last word is the one that ended last: an agent's call ends after the calls that it made.
    row_number() over (partition by run_id, node_id order by coalesce(completed_at, "timestamp", started_at) nulls first,
      execution_order nulls last, "timestamp" nulls last, id::text collate "C") as ended,
    row_number() over (partition by run_id, node_id order by
      execution_order nulls last, "timestamp" nulls last, id::text collate "C") as began,
    event_type is not distinct from 'error' or event_subtype is not distinct from 'error'
      or coalesce(error_message, '') <> '' or coalesce(status, '') in ('failed', 'error', 'timeout') as has_failed,
    coalesce(parent_event_id::text, '') = '' and event_subtype is distinct from 'start'
      and (event_subtype is not distinct from 'complete' or completed_at is not null) as closes_node
  from execution_events where node_id is not null
),
activity as (
  select run_id, node_id,
    (array_agg(agent order by began) filter (where agent is not null))[1] as agent,
    (array_agg(has_failed order by ended desc))[1] as has_failed,
    (array_agg(event_type order by ended desc))[1] as last_type,
    bool_or(closes_node) as is_closed
  from own group by run_id, node_id
),
lender as (
  select distinct on (id) id, nullif(node_type, '') as node_type, depth, to_json(meta) as meta
  from dag_nodes order by id, ctid
),
label as (
  select id, coalesce(nullif(meta ->> 'label', ''), nullif(meta ->> 'title', ''), nullif(meta ->> 'name', '')) as label
  from lender
)
select r.id, n.node_id, r.session_id,
  coalesce(l.node_type, case
    when n.node_id ~* '^plan(ning|ner)?\y' then 'planning'
    when n.node_id ~* '^(terminat|end$|finish$)' then 'terminator'
    when n.node_id ~* 'approv' then 'approval'
    when n.node_id ~* '^(parallel|fork|join)' then 'parallel'
    when n.node_id ~* '^control' then 'control'
    else 'agent' end),
  a.agent,
  case when a.has_failed then 'failed'
    when a.last_type = 'approval_requested' and r.status = 'waiting_approval' then 'waiting_approval'
    when r.status in ('planning', 'executing', 'running', 'retrying') and a.is_closed is not true then 'running'
    else 'completed' end,
  n.order_index, l.depth,
  case when b.label is null then '{}'::json else json_build_object('label', b.label) end,
  'reconstructed'
from named n
join workflow_runs r on r.id = n.run_id
left join activity a on a.run_id = n.run_id and a.node_id = n.node_id
left join lender l on l.id = n.node_id
left join label b on b.id = n.node_id
where not exists (select from dag_nodes d where d.run_id = n.run_id and d.id = n.node_id);

-- 5. Nodes of no stored run, and further rows of one node in a table that had lost its key. A row's ctid is its place in
--    the table: the first row stays.
create temp table nodes_to_move on commit drop as
select d.ctid as row_place, case when r.id is null then 'the run is not stored' else 'the run has this node twice' end as reason
from (select ctid, run_id, row_number() over (partition by run_id, id order by ctid) as place from dag_nodes) d
left join workflow_runs r on r.id = d.run_id
where r.id is null or d.place > 1;

create table dag_nodes_unplaced as
  select d.*, m.reason as unplaced_reason from dag_nodes d join nodes_to_move m on m.row_place = d.ctid;
delete from dag_nodes d using nodes_to_move m where m.row_place = d.ctid;

-- 6. Each edge goes to the runs that have both its ends: recorded where both are recorded, inferred where one is
--    reconstructed. The old row stays that of its home, the run that recorded it; copies in other runs get an id only
--    where the column has a default. Where a run has an edge twice, the first row counts.
create temp table edge_places on commit drop as
select row_place, run_id, from_node_id, to_node_id, origin,
  row_number() over (partition by row_place order by origin = 'recorded' desc, run_id::text collate "C") = 1 as is_home
from (
  select distinct on (f.run_id, f.id, t.id) e.ctid as row_place, f.run_id, e.from_node_id, e.to_node_id,
    case when f.origin = 'recorded' and t.origin = 'recorded' then 'recorded' else 'inferred' end as origin
  from dag_edges e
  join dag_nodes f on f.id = e.from_node_id
  join dag_nodes t on t.id = e.to_node_id and t.run_id = f.run_id
  order by f.run_id, f.id, t.id, e.ctid
) as places;

create table dag_edges_unplaced as
  select e.*, case
    when exists (select from edge_places p where p.from_node_id = e.from_node_id and p.to_node_id = e.to_node_id)
      then 'the run has this edge twice'
    when exists (select from dag_nodes n where n.id = e.from_node_id)
      and exists (select from dag_nodes n where n.id = e.to_node_id) then 'no run has both ends'
    else 'an end is not stored' end as unplaced_reason
  from dag_edges e where not exists (select from edge_places p where p.row_place = e.ctid);
delete from dag_edges e where not exists (select from edge_places p where p.row_place = e.ctid);

create temp table edge_copies on commit drop as
select p.run_id, p.from_node_id, p.to_node_id, e.dependency_type, e.condition, p.origin
from edge_places p join dag_edges e on e.ctid = p.row_place where not p.is_home;

update dag_edges e set run_id = p.run_id, origin = p.origin from edge_places p where p.row_place = e.ctid and p.is_home;

insert into dag_edges (run_id, from_node_id, to_node_id, dependency_type, condition, origin) select * from edge_copies;

-- 7. The new keys. A foreign key with a null in it is not checked, so run_id must never be null.
alter table dag_nodes add primary key (run_id, id);
alter table dag_edges add primary key (run_id, from_node_id, to_node_id);

do $$
declare
  key record;
begin
  for key in
    select of_table, of_column, coalesce(
      (select min(o.options) from old_references o where (o.of_table, o.of_column) = (n.of_table, n.of_column)), ''
    ) as options
    from (values
      ('execution_events', 'node_id'), ('files', 'node_id'), ('messages', 'node_id'),
      ('dag_edges', 'from_node_id'), ('dag_edges', 'to_node_id')
    ) as n (of_table, of_column)
  loop
    execute format('alter table %I add foreign key (run_id, %I) references dag_nodes (run_id, id)%s',
      key.of_table, key.of_column, key.options);
  end loop;

  -- Rows without a node have nothing but their run.
  for key in select unnest(array['dag_nodes', 'execution_events', 'files', 'messages']) as of_table loop
    execute format('alter table %I alter column run_id set not null', key.of_table);
    if not exists (
      select from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'run_id' and c.conkey = array[a.attnum]
      where c.contype = 'f' and c.conrelid = key.of_table::regclass and c.confrelid = 'workflow_runs'::regclass
    ) then
      execute format('alter table %I add foreign key (run_id) references workflow_runs (id)', key.of_table);
    end if;
  end loop;
end $$;

create index on dag_edges (run_id, to_node_id);
create index on execution_events (run_id, node_id);
create index on files (run_id, node_id);
create index on messages (run_id, node_id);

-- 8. Every row that was there is there.
do $$
declare
  lost text;
begin
  select string_agg(b.of_table, ', ') into lost
  from rows_before b join (
    select 'dag_nodes' as of_table, (select count(*) from dag_nodes where origin = 'recorded')
      + (select count(*) from dag_nodes_unplaced) as rows
    union all select 'dag_edges', (select count(*) from dag_edges) - (select count(*) from edge_copies)
      + (select count(*) from dag_edges_unplaced)
    union all select 'execution_events', (select count(*) from execution_events)
      + (select count(*) from execution_events_unplaced)
    union all select 'files', (select count(*) from files) + (select count(*) from files_unplaced)
    union all select 'messages', (select count(*) from messages) + (select count(*) from messages_unplaced)
  ) as now on now.of_table = b.of_table and now.rows <> b.rows;
  if lost is not null then
    raise exception 'Rows of % were not accounted for. Nothing was changed.', lost;
  end if;
end $$;

commit;
