-- What a search in a run looks through, one row an event: everything of the event as one text in lowercase, so that one
-- strpos a row answers. See docs/adr/0007-search-scans.md, which has the figures.
--
-- A table of its own, because twice as wide rows would slow every other reader of events. Never compressed, and inside
-- the row up to 8 kB instead of 2, because a scan has no time to unpack a text or to fetch it from elsewhere.

create table event_texts (
  run_id uuid not null,
  event_id text collate "C" not null,
  -- Those of the event, so that the first rows in list order are found without it.
  order_key bigint not null,
  time_key timestamptz not null,
  search_text text collate "C" not null,
  primary key (run_id, event_id),
  constraint event_texts_event foreign key (run_id, event_id) references execution_events on delete cascade
) with (toast_tuple_target = 8160);
alter table event_texts alter column search_text set storage external;
create index event_texts_page on event_texts (run_id, order_key, time_key, event_id);

-- 200000 is SEARCH_TEXT_MAX of contract/search.ts. Each part is lowered by itself (collate "C": A–Z only, on every
-- engine), and a capital stands between them: what is looked for is lowered too, so that no match can span two parts.
create or replace function event_search_text(
  headline text, error_message text, agent_name text, event_type text, event_id text, inputs json, outputs json, meta json
) returns text
language sql immutable parallel safe
return
  lower(headline collate "C") || 'Z' ||
  coalesce(lower(left(error_message, 200000) collate "C"), '') || 'Z' ||
  coalesce(lower(agent_name collate "C"), '') || 'Z' ||
  coalesce(lower(left(inputs::text, 200000) collate "C"), '') || 'Z' ||
  coalesce(lower(left(outputs::text, 200000) collate "C"), '') || 'Z' ||
  lower(left(meta::text, 200000) collate "C") || 'Z' ||
  lower(event_id collate "C") || 'Z' ||
  lower(event_type collate "C");

-- Triggers and not the writer, as a generated column would have it: an event cannot be stored without its text. Once a
-- statement, since a trigger for each row takes longer than the rows themselves.
create or replace function write_event_texts() returns trigger
language plpgsql
as $$
begin
  insert into event_texts (run_id, event_id, order_key, time_key, search_text)
  select run_id, event_id, order_key, time_key,
    event_search_text(headline, error_message, agent_name, event_type, event_id, inputs, outputs, meta)
  from written
  on conflict (run_id, event_id) do update set
    order_key = excluded.order_key, time_key = excluded.time_key, search_text = excluded.search_text;
  return null;
end
$$;
create trigger execution_events_inserted after insert on execution_events
  referencing new table as written for each statement execute function write_event_texts();
create trigger execution_events_updated after update on execution_events
  referencing new table as written for each statement execute function write_event_texts();

insert into event_texts (run_id, event_id, order_key, time_key, search_text)
select run_id, event_id, order_key, time_key,
  event_search_text(headline, error_message, agent_name, event_type, event_id, inputs, outputs, meta)
from execution_events;
