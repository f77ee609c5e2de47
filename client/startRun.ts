import type { Fetch } from './postBatch.ts'
import { RunReport, type RunFields } from './RunReport.ts'

export type { EventEnd, EventFields, EventReport } from './EventReport.ts'
export type { NodeFields, NodeReport } from './NodeReport.ts'
export type { FileFields, MessageFields } from './records.ts'
export { ReportError, type Refused } from './ReportError.ts'
export type { RunFields, RunReport } from './RunReport.ts'

export type RunOptions = RunFields & {
  /** Where Runlens is, `http://127.0.0.1:4400`. */
  readonly url: string
  /** A UUID in lowercase; made where it is left out. */
  readonly run_id?: string
  /** Milliseconds that a row waits for others to go with it; 100 where it is left out. */
  readonly flushEveryMs?: number
  /** Milliseconds that a server which is away is waited for; 15,000 where it is left out. */
  readonly giveUpAfterMs?: number
  readonly fetch?: Fetch
}

/**
 * Begins to tell Runlens of a run. Nothing that is called on it waits or throws, and rows go in the background; only
 * `await run.end()` and `await run.flush()` wait, and reject with a `ReportError` where something could not be stored.
 */
export function startRun({
  url,
  run_id = crypto.randomUUID(),
  flushEveryMs = 100,
  giveUpAfterMs = 15_000,
  fetch = globalThis.fetch,
  ...fields
}: RunOptions): RunReport {
  const target = `${url.replace(/\/+$/, '')}/api/runs/${encodeURIComponent(run_id)}/batch`
  return new RunReport(run_id, fields, { url: target, flushEveryMs, giveUpAfterMs, fetch })
}
