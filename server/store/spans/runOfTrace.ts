import { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'
import type { RawSpan } from './RawSpan.ts'

/** Set on a span or on its resource, it names the run that the trace belongs to: for one run over several traces. */
export const RUN_ATTRIBUTE = 'runlens.run.id'

/** The run that a trace is when nobody names another: its id, written as a UUID. */
export const runOfTrace = (trace_id: string): RunId =>
  z.parse(RunId, trace_id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))

/** The trace whose own run that is; there need not be one. */
export const traceOfRun = (run_id: RunId): string => run_id.replaceAll('-', '')

/** The run that a span names; undefined where it names none, or what is no run id. */
export function namedRun({ attributes, resource }: RawSpan): RunId | undefined {
  const value = attributes[RUN_ATTRIBUTE] ?? resource[RUN_ATTRIBUTE]
  const named = RunId.safeParse(typeof value === 'string' ? value.toLowerCase() : value)
  return named.success ? named.data : undefined
}
