import type { RunId } from '#contract/ids.ts'
import {
  CHANGE_ROWS,
  LIST_STREAM_EVENTS,
  RUN_STREAM_EVENTS,
  type ListChange,
  type StreamChange,
} from '#contract/stream.ts'
import { ContractError } from '#src/api/errors.ts'
import { assertReplyScope } from '#src/api/scopeGuard.ts'
import type { EventSourceMessage } from 'eventsource-parser'
import * as z from 'zod/mini'

/** A frame of a run's stream, checked row by row. */
export type RunFrame =
  | { readonly kind: 'hello'; readonly epoch: string; readonly seq: number }
  | { readonly kind: 'change'; readonly change: StreamChange }
  | { readonly kind: 'reset'; readonly seq: number }
  | { readonly kind: 'moved'; readonly to: RunId }
  /** A kind of frame that this client does not know. */
  | { readonly kind: 'unknown' }

export type ListFrame =
  | { readonly kind: 'hello'; readonly epoch: string }
  | { readonly kind: 'runs'; readonly change: ListChange }
  | { readonly kind: 'unknown' }

/** Throws `ContractError`, or `ScopeViolationError` if any row of the frame belongs to another run. */
export function runFrame(run_id: RunId, { event = 'message', data }: EventSourceMessage): RunFrame {
  switch (event) {
    case 'hello': {
      const hello = parsed(RUN_STREAM_EVENTS.hello, event, data)
      assertReplyScope({ run_id }, hello, [])
      return { kind: 'hello', epoch: hello.epoch, seq: hello.seq }
    }
    case 'change': {
      const change = parsed(RUN_STREAM_EVENTS.change, event, data)
      assertReplyScope({ run_id }, change, CHANGE_ROWS)
      return { kind: 'change', change }
    }
    case 'reset': {
      const reset = parsed(RUN_STREAM_EVENTS.reset, event, data)
      assertReplyScope({ run_id }, reset, [])
      return { kind: 'reset', seq: reset.seq }
    }
    case 'moved': {
      const moved = parsed(RUN_STREAM_EVENTS.moved, event, data)
      assertReplyScope({ run_id }, moved, [])
      return { kind: 'moved', to: moved.moved_to }
    }
    default:
      return { kind: 'unknown' }
  }
}

/** Throws `ContractError`. The list contains all runs, so no row can be out of scope. */
export function listFrame({ event = 'message', data }: EventSourceMessage): ListFrame {
  switch (event) {
    case 'hello':
      return { kind: 'hello', epoch: parsed(LIST_STREAM_EVENTS.hello, event, data).epoch }
    case 'runs':
      return { kind: 'runs', change: parsed(LIST_STREAM_EVENTS.runs, event, data) }
    default:
      return { kind: 'unknown' }
  }
}

/** Reports where a frame violates the contract, never its values: they may be another run's data. */
function parsed<Schema extends z.core.$ZodType>(schema: Schema, name: string, data: string): z.output<Schema> {
  let json: unknown
  try {
    json = JSON.parse(data)
  } catch (error) {
    throw new ContractError(`The stream frame “${name}” is not JSON.`, { cause: error })
  }
  const result = z.safeParse(schema, json)
  if (result.success) return result.data
  const places = result.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the frame itself')
  throw new ContractError(`The stream frame “${name}” does not match the API contract at ${places.join(', ')}.`)
}
