-- Which version of Runlens set a run aside: another one, that may do better, tries it once more.

alter table span_runs add column set_aside_version text;
