import { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'
import type { RawSpan } from './RawSpan.ts'

/**
 * Set on a span or its resource, this attribute names the run that the trace belongs to. It joins several traces into
 * one run.
 */
export const RUN_ATTRIBUTE = 'runlens.run.id'

/** The default run of a trace: its id, written as a UUID. */
export const runOfTrace = (trace_id: string): RunId =>
  z.parse(RunId, trace_id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))

/** The trace whose default run this is. That trace need not exist. */
export const traceOfRun = (run_id: RunId): string => run_id.replaceAll('-', '')

/** The run that a span names; undefined if it names none or the value is not a valid run id. */
export function namedRun({ attributes, resource }: RawSpan): RunId | undefined {
  const value = attributes[RUN_ATTRIBUTE] ?? resource[RUN_ATTRIBUTE]
  const named = RunId.safeParse(typeof value === 'string' ? value.toLowerCase() : value)
  return named.success ? named.data : undefined
}
