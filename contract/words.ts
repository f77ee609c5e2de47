import * as z from 'zod/mini'

/**
 * The words that Runlens knows. A value outside a list is stored and shown as it is, in a neutral style:
 * telemetry is never dropped for a new word. Filters, which people choose from these lists, accept only them.
 */
export const RUN_STATUSES = [
  'draft',
  'planning',
  'executing',
  'paused',
  'waiting_approval',
  'completed',
  'failed',
] as const
export const NODE_STATUSES = [
  'pending',
  'running',
  'paused',
  'waiting_approval',
  'retrying',
  'completed',
  'failed',
  'skipped',
] as const
export const NODE_TYPES = ['planning', 'control', 'agent', 'approval', 'parallel', 'terminator'] as const
export const DEPENDENCY_TYPES = ['sequential', 'parallel', 'conditional'] as const
export const EVENT_TYPES = [
  'agent_call',
  'llm_call',
  'tool_call',
  'code_exec',
  'file_gen',
  'handoff',
  'approval_requested',
  'state_transition',
  'error',
  'info',
] as const
export const FILE_TYPES = ['plan', 'code', 'data', 'plot', 'report', 'log', 'other'] as const
/**
 * How a node or an edge came to be known: `recorded` by its writer, `reconstructed` from the run's own events
 * because the old database could not hold it, or `inferred` from what is known of the same chain in another run.
 */
export const ORIGINS = ['recorded', 'reconstructed', 'inferred'] as const

export type RunStatus = (typeof RUN_STATUSES)[number]
export type EventType = (typeof EVENT_TYPES)[number]
export type FileType = (typeof FILE_TYPES)[number]

export const Origin = z.enum(ORIGINS)
export type Origin = z.output<typeof Origin>

const WORD_MAX = 128

/** An open word such as a status or a type: 1 to 128 characters, usually one of the lists above. */
export const Word = z.string().check(z.minLength(1), z.maxLength(WORD_MAX))
export const isWord = (text: string): boolean => text.length >= 1 && text.length <= WORD_MAX

/** Runs and nodes in these statuses may still change. */
const LIVE = new Set<string>(['planning', 'executing', 'running', 'retrying'])
export const isLive = (status: string): boolean => LIVE.has(status)
