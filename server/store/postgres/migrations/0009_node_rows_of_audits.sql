-- How many rows each run has under each of its node ids, kept with its audit: which ids are used in more than one run,
-- and what they have there, is added up from these whenever the report is asked for. Counting the events themselves
-- would read all of them each time.
--
-- Four lists beside each other, the nodes in any order: rows of a table would have to be written anew, one for each
-- node, with every audit. An audit that was kept before is not out of date: it is given its lists here, by one pass
-- over all rows, since joins of counts are planned badly where many rows are new.

alter table run_audits
  add column node_ids text[] collate "C" not null default '{}',
  add column node_events integer[] not null default '{}',
  add column node_files integer[] not null default '{}',
  add column node_messages integer[] not null default '{}',
  add constraint run_audits_lists check (
    cardinality(node_events) = cardinality(node_ids)
    and cardinality(node_files) = cardinality(node_ids)
    and cardinality(node_messages) = cardinality(node_ids)
  );

with rows_of_nodes as (
  select run_id, node_id, sum(event)::integer as events, sum(file)::integer as files, sum(message)::integer as messages
  from (
    select run_id, node_id, 0 as event, 0 as file, 0 as message from dag_nodes
    union all select run_id, node_id, 1, 0, 0 from execution_events where node_id is not null
    union all select run_id, node_id, 0, 1, 0 from files where node_id is not null
    union all select run_id, node_id, 0, 0, 1 from messages where node_id is not null
  ) each
  group by run_id, node_id
), lists as (
  select run_id, array_agg(node_id) as node_ids, array_agg(events) as node_events, array_agg(files) as node_files,
    array_agg(messages) as node_messages
  from rows_of_nodes group by run_id
)
update run_audits a set node_ids = lists.node_ids, node_events = lists.node_events, node_files = lists.node_files,
  node_messages = lists.node_messages
from lists where lists.run_id = a.run_id and a.audited_revision is not null;
