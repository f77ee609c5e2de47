-- An event id is unique within its run, as a node id is. While it was unique alone, two honest runs that both count their
-- events from "e1" shut each other out, and whoever knew the id of an event to come could keep its run from being stored.
-- The index answers who has an event of this id, for trees that are asked for by the event alone.

create index execution_events_of_id on execution_events (event_id, run_id);
alter table execution_events drop constraint execution_events_event_id_alone;
