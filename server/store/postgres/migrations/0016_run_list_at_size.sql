-- What the list of runs is searched and filtered by, with indexes, so that neither reads every run: see docs/adr/0017.

-- All pieces of three characters of a text. What contains a text of three or more contains all pieces of it, and an index of
-- pieces finds those rows on every engine without an extension. The index itself drops what repeats. The cost keeps the
-- planner from computing pieces for all rows.
create function text_trigrams(whole text) returns text[]
language sql immutable strict parallel safe cost 10000
return (
  select coalesce(array_agg(a || b || c), '{}')
  from (select string_to_array(whole, null) as all_of_it) letters,
    unnest(all_of_it, all_of_it[2:], all_of_it[3:]) as piece (a, b, c)
  where c is not null
);

-- 10000 is RUN_SEARCH_MAX of contract/queries.ts. Lowered by part and parted by a capital, as in migration 0002.
create function run_search_text(task_description text, agent text, model text, session_id text) returns text
language sql immutable parallel safe
return
  coalesce(lower(left(task_description, 10000) collate "C"), '') || 'Z' ||
  coalesce(lower(left(agent, 10000) collate "C"), '') || 'Z' ||
  coalesce(lower(left(model, 10000) collate "C"), '') || 'Z' ||
  lower(session_id collate "C");

alter table workflow_runs
  add column search_text text collate "C" not null
    generated always as (run_search_text(task_description, agent, model, session_id)) stored,
  -- 200 is TALLY_CHARACTERS_MAX of contract/summaries.ts, and the most that a filter has; an index bears no long text.
  add column mode_word text collate "C" generated always as (left(mode, 200)) stored,
  add column agent_word text collate "C" generated always as (left(agent, 200)) stored;
create index workflow_runs_trigrams on workflow_runs using gin (text_trigrams(search_text));
create index workflow_runs_words on workflow_runs (status, mode_word, agent_word);
create index workflow_runs_mode_page on workflow_runs (mode_word, started_key desc, run_id desc);
create index workflow_runs_agent_page on workflow_runs (agent_word, started_key desc, run_id desc);

alter table sessions
  add column search_text text collate "C" not null
    generated always as (coalesce(lower(left(name, 10000) collate "C"), '')) stored;
create index sessions_trigrams on sessions using gin (text_trigrams(search_text));

-- How many rows a run has under each of its node ids, as its last audit counted them; the lists that run_audits had of it
-- could not be added up for one id without reading those of all runs. A run takes its rows with it.
create table node_uses (
  run_id uuid not null references workflow_runs on delete cascade,
  node_id text collate "C" not null,
  events integer not null,
  files integer not null,
  messages integer not null,
  primary key (run_id, node_id)
);
create index node_uses_by_id on node_uses (node_id, events, run_id) include (files, messages);

insert into node_uses (run_id, node_id, events, files, messages)
select run_id, node_id, events, files, messages
from run_audits, unnest(node_ids, node_events, node_files, node_messages) as own (node_id, events, files, messages);
