import { EventRow, ExecutionEvent, FileRow, Message, MessageRow, RunFile } from '#contract/entities.ts'
import { RunRow, SessionRow } from '#contract/summaries.ts'
import type { JsonObject } from '#contract/json.ts'
import * as z from 'zod/mini'

/**
 * Rows as returned by the database: the wire's schemas, except that JSON columns are not validated. Those columns can
 * only hold JSON, and walking it again would also drop a key named `__proto__`.
 */
const json = z.custom<ExecutionEvent['inputs']>()
const meta = z.custom<JsonObject>()

/** A row that an import kept. No API reply contains one. */
export const KeptRowRow = z.object({
  row_digest: z.string(),
  old_table: z.string(),
  old_key: z.string(),
  run_id: z.nullable(z.string()),
  kind: z.string(),
  reason: z.string(),
  row: meta,
})
export const SessionRowRow = z.extend(SessionRow, { meta })
export const RunRowRow = z.extend(RunRow, { meta })
export const EventListRow = EventRow
export const WholeEventRow = z.extend(ExecutionEvent, { inputs: json, outputs: json, meta })
export const WholeFileRow = z.extend(RunFile, { meta })
export const FileListRow = z.extend(FileRow, { meta })
export const WholeMessageRow = z.extend(Message, { meta })
export const MessageListRow = z.extend(MessageRow, { meta })
