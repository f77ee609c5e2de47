-- What spans share is stored once: the attributes of their resource and the name of their scope. A span of 300 bytes under
-- a resource of 300 KB took 300 KB, and a body of 200 of them 60 MB.

create table span_contexts (
  -- SHA-256 of the text, in hexadecimal.
  context_id text collate "C" primary key,
  -- {resource, scope}
  context json not null,
  bytes integer not null
);

alter table spans
  -- Null for spans of earlier versions, whose JSON has its resource and scope within it. No foreign key: it would lock the
  -- one row that all spans of a program share.
  add column context_id text collate "C",
  -- Bytes of the JSON, and when the span started: what a projection decides by which spans it reads, without reading them.
  -- Null for spans of earlier versions.
  add column bytes integer,
  add column start_ns numeric(20);
