-- Pieces of one and two characters as well, so that a text of one or two letters is found by the index too, and that none
-- has it is known without looking at every run.

create function text_pieces(whole text) returns text[]
language sql immutable strict parallel safe cost 10000
return (
  select coalesce(array_agg(piece), '{}')
  from (select string_to_array(whole, null) as all_of_it) letters,
    unnest(all_of_it, all_of_it[2:], all_of_it[3:]) as at (a, b, c),
    unnest(array[a, a || b, a || b || c]) as piece
  where piece is not null
);
create index workflow_runs_pieces on workflow_runs using gin (text_pieces(search_text));
create index sessions_pieces on sessions using gin (text_pieces(search_text));
drop index workflow_runs_trigrams;
drop index sessions_trigrams;
drop function text_trigrams(text);
