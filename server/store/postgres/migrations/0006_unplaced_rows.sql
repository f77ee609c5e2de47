-- Rows of old databases that an import could not give a place, as they were read: their run is gone, their key is
-- another row's, an end of their edge is missing. They are kept here so that nothing is lost with the old database, and
-- apart from every run, so that nothing is shown where it does not belong: no foreign key leads here or away from here.
-- A row stays kept where a later import has a place for it: that costs a copy, and no import can take away what another
-- one kept.

create table unplaced_rows (
  -- SHA-256 of the old table's name and the row's JSON, so that an import that is run again keeps nothing twice.
  row_digest text collate "C" primary key check (octet_length(row_digest) = 64),
  old_table text not null,
  -- As the old row has them, which may be no usable ids; the key is empty and the run null where the row has none.
  old_key text not null,
  run_id text,
  kind text not null,
  reason text not null,
  "row" json not null
);
