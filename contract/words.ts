import * as z from 'zod/mini'

/**
 * The vocabulary of Runlens. Values outside a list are stored and shown unchanged, in a neutral style, so telemetry
 * is never dropped because of a new word. Filters accept only these words, because people choose from the lists.
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
 * The origin of a node or an edge: `recorded` by its writer, `reconstructed` from the run's own events because the
 * old database could not hold it, or `inferred` from the same chain in another run.
 */
export const ORIGINS = ['recorded', 'reconstructed', 'inferred'] as const

export type RunStatus = (typeof RUN_STATUSES)[number]
export type EventType = (typeof EVENT_TYPES)[number]
export type FileType = (typeof FILE_TYPES)[number]

export const Origin = z.enum(ORIGINS)
export type Origin = z.output<typeof Origin>

const WORD_MAX = 128

/** An open vocabulary word such as a status or a type: 1 to 128 characters, usually from one of the lists above. */
export const Word = z.string().check(z.minLength(1), z.maxLength(WORD_MAX))
export const isWord = (text: string): boolean => text.length >= 1 && text.length <= WORD_MAX

/** Runs and nodes with these statuses can still change. */
const LIVE = new Set<string>(['planning', 'executing', 'running', 'retrying'])
export const isLive = (status: string): boolean => LIVE.has(status)
