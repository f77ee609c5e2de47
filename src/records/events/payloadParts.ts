import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonValue } from '#contract/json.ts'
import { jsonInText } from '#src/lib/jsonInText.ts'

/** The fields that payloads are split by: those of an event, or of any other call. */
export type Payloads = Pick<ExecutionEvent, 'event_type' | 'inputs' | 'outputs' | 'meta'>

/** A part of a payload, and its viewer. Labels are the payload's own field names. */
export type PayloadPart =
  | { readonly kind: 'code'; readonly label: string; readonly text: string; readonly language: string | undefined }
  | { readonly kind: 'markdown' | 'terminal' | 'text'; readonly label: string; readonly text: string }
  | { readonly kind: 'json'; readonly label: string; readonly value: JsonValue }

const CODE = new Set(['code', 'source', 'script'])
const TERMINAL = new Set(['stdout', 'stderr', 'output', 'traceback', 'logs'])
/**
 * Events whose texts are conversation, shown as Markdown. Texts of other events are shown verbatim: an asterisk in a
 * path is not emphasis.
 */
const SPOKEN_EVENTS = new Set(['llm_call', 'agent_call', 'handoff', 'approval_requested'])
const TEXT_MIN = 60
/** An object with more members is data, not a form, and looking at 300,000 of them takes long. */
const MEMBERS_MAX = 200

/**
 * Splits one side of an event into parts: the texts that need a viewer of their own, in payload order, then the rest
 * as JSON. Nothing is lost or duplicated.
 */
export function payloadParts(event: Payloads, side: 'inputs' | 'outputs'): readonly PayloadPart[] {
  const payload = event[side]
  if (payload === null) return []
  if (typeof payload === 'string') return [textPart(event, '', payload)]
  const whole: PayloadPart = { kind: 'json', label: '', value: payload }
  if (typeof payload !== 'object' || Array.isArray(payload) || Object.keys(payload).length > MEMBERS_MAX) return [whole]
  const parts: PayloadPart[] = []
  const rest: [string, JsonValue][] = []
  for (const [label, value] of Object.entries(payload)) {
    if (typeof value === 'string' && deservesViewer(event, label, value)) parts.push(textPart(event, label, value))
    else rest.push([label, value])
  }
  // The same object if nothing was extracted: the tree tracks its expanded state by identity.
  if (parts.length === 0) return rest.length > 0 ? [whole] : []
  if (rest.length > 0) parts.push({ kind: 'json', label: '', value: Object.fromEntries(rest) })
  return parts
}

function deservesViewer(event: Payloads, label: string, value: string): boolean {
  if (value === '') return false
  if (CODE.has(label) || TERMINAL.has(label)) return true
  return (
    value.includes('\n') || value.length >= TEXT_MIN || (SPOKEN_EVENTS.has(event.event_type) && value.includes(' '))
  )
}

function textPart(event: Payloads, label: string, text: string): PayloadPart {
  if (CODE.has(label)) return { kind: 'code', label, text, language: languageOf(event) }
  if (TERMINAL.has(label)) return { kind: 'terminal', label, text }
  const value = jsonInText(text)
  if (value !== undefined) return { kind: 'json', label, value }
  return { kind: SPOKEN_EVENTS.has(event.event_type) ? 'markdown' : 'text', label, text }
}

function languageOf({ inputs, meta }: Payloads): string | undefined {
  for (const place of [inputs, meta]) {
    if (place === null || typeof place !== 'object' || !Object.hasOwn(place, 'language')) continue
    const language: unknown = Object.entries(place).find(([name]) => name === 'language')?.[1]
    if (typeof language === 'string') return language
  }
  return undefined
}
