import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonValue } from '#contract/json.ts'
import { isObject, opened } from './chat/FieldReader.ts'
import { type EventTable, nodeOf, wordOf } from '../eventTable/eventTable.ts'

const TOOL_EVENTS = new Set(['tool_call', 'code_exec'])

export const isToolCall = ({ event_type }: Pick<ExecutionEvent, 'event_type'>): boolean => TOOL_EVENTS.has(event_type)

/** Whether the event is the start or the end of a tool call, and a second event may have the other side. */
export const isHalfCall = (event: ExecutionEvent): boolean =>
  isToolCall(event) && (event.inputs === null) !== (event.outputs === null) && event.event_subtype !== 'execution'

/** A candidate list longer than this is ambiguous, and too much to read. */
const CANDIDATES_MAX = 8

/**
 * The rows that may be the other half of a call: same type and node, one of them a start, and one the parent of the
 * other or both with the same parent and start. Linear.
 */
export function otherHalves(table: EventTable, row: number): readonly number[] {
  const isStart = wordOf(table.event_subtype, row) === 'start'
  const found: number[] = []
  for (let other = 0; other < table.size && found.length <= CANDIDATES_MAX; other++) {
    if (other === row || (wordOf(table.event_subtype, other) === 'start') === isStart) continue
    if (wordOf(table.event_type, other) !== wordOf(table.event_type, row)) continue
    if (nodeOf(table, other) !== nodeOf(table, row)) continue
    const isKin = table.parent[other] === row || table.parent[row] === other
    // A comparison with NaN is false: rows without a start are paired by their parent only.
    if (isKin || (table.parent[other] === table.parent[row] && table.start[other] === table.start[row]))
      found.push(other)
  }
  return found.length > CANDIDATES_MAX ? [] : found
}

/** Whether two events are one call: by span or call id if both have one, else by tool, if no other one is a candidate. */
export function isSameCall(one: ExecutionEvent, other: ExecutionEvent, isOnly: boolean): boolean {
  for (const name of ['span_id', 'call_id']) {
    const [a, b] = [one.meta[name], other.meta[name]]
    if (a !== undefined && b !== undefined) return a === b
  }
  const [a, b] = [toolOf(one), toolOf(other)]
  return isOnly && (a === undefined || b === undefined || a === b)
}

function toolOf({ meta, inputs }: ExecutionEvent): JsonValue | undefined {
  if (meta['tool'] !== undefined) return meta['tool']
  return isObject(inputs) ? inputs['tool'] : undefined
}

/** Both halves of a call as one event: what it was given, and what came of it. */
export const joinedCall = (event: ExecutionEvent, other: ExecutionEvent): ExecutionEvent => ({
  ...event,
  inputs: event.inputs ?? other.inputs,
  outputs: event.outputs ?? other.outputs,
  error_message: event.error_message ?? other.error_message,
})

/** What a tool was given and what it returned, without the fields that only wrap them. */
export type ToldCall = {
  readonly tool: string | undefined
  readonly inputs: JsonValue
  readonly outputs: JsonValue
}

/**
 * Unwraps `{tool, arguments}` and `{result}`, and opens JSON in their texts. Payloads with further fields stay whole, so
 * nothing is lost. Pure.
 */
export function toldCall({ inputs, outputs }: Pick<ExecutionEvent, 'inputs' | 'outputs'>): ToldCall {
  const fields = isObject(inputs) ? Object.keys(inputs) : []
  const tool = isObject(inputs) ? inputs['tool'] : undefined
  const given = isObject(inputs) ? inputs['arguments'] : undefined
  const isWrapped = typeof tool === 'string' && given !== undefined && fields.length === 2
  return {
    tool: isWrapped ? tool : undefined,
    inputs: isWrapped ? opened(given) : openFields(inputs),
    outputs:
      isObject(outputs) && Object.keys(outputs).join('') === 'result'
        ? opened(outputs['result'] ?? null)
        : openFields(outputs),
  }
}

function openFields(value: JsonValue): JsonValue {
  if (!isObject(value)) return value
  const read = Object.entries(value).map(([name, each]): [string, JsonValue] => [
    name,
    OPENED.test(name) ? opened(each) : each,
  ])
  // The same object if nothing was opened: the tree tracks its expanded state by identity.
  return read.every(([name, each]) => each === value[name]) ? value : Object.fromEntries(read)
}

const OPENED = /^(?:arguments|args|result|output)$/
