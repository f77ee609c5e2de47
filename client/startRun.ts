import type { Fetch } from './postBatch.ts'
import { RunReport, type RunFields } from './RunReport.ts'

export type { EventEnd, EventFields, EventReport } from './EventReport.ts'
export type { NodeFields, NodeReport } from './NodeReport.ts'
export type { FileFields, MessageFields } from './records.ts'
export { ReportError, type Refused } from './ReportError.ts'
export type { RunFields, RunReport } from './RunReport.ts'

export type RunOptions = RunFields & {
  /** The base URL of Runlens, such as `http://127.0.0.1:4400`. */
  readonly url: string
  /** A lowercase UUID. Generated if omitted. */
  readonly run_id?: string
  /** How long a row waits so that others can go in the same batch, in milliseconds. Default: 100. */
  readonly flushEveryMs?: number
  /** How long to wait for an unreachable server, in milliseconds. Default: 15,000. */
  readonly giveUpAfterMs?: number
  readonly fetch?: Fetch
}

/**
 * Starts reporting a run to Runlens. Its methods neither block nor throw; rows are sent in the background. Only
 * `await run.end()` and `await run.flush()` wait, and reject with a `ReportError` if something could not be stored.
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
