-- Which version of Runlens set a run aside: another one, that may do better, tries it once more.

alter table span_runs add column set_aside_version text;

-- Whether the run that a server draws may be what ends it: a large one, or one that it draws for long.
alter table span_runs add column is_suspect boolean not null default false;
