import type { EventTexts } from '../ports/writer.ts'
import { ERROR_PREVIEW_MAX } from '#contract/cuts.ts'
import { PAYLOAD_PREVIEW_MAX, type EventRow, ExecutionEvent, type PayloadPreview } from '#contract/entities.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { eventHeadline } from './eventHeadline.ts'
import { isErrorEvent } from './isErrorEvent.ts'
import { clip, field, numberIn, textIn } from './payload.ts'

/**
 * Fields of a list row beyond the event's own columns. Derived when an event is written, so that a list never reads
 * payloads.
 */
export type DerivedEvent = Pick<
  EventRow,
  | 'headline'
  | 'is_error'
  | 'model'
  | 'input_tokens'
  | 'output_tokens'
  | 'cost_usd'
  | 'inputs_preview'
  | 'outputs_preview'
>

/**
 * A token count, cost or duration above this is treated as a mistake; sums of such values would exceed what a number
 * can hold.
 */
export const FIGURE_MAX = 1e15

export const eventTexts = (event: ExecutionEvent): EventTexts => ({
  inputs: event.inputs === null ? null : JSON.stringify(event.inputs),
  outputs: event.outputs === null ? null : JSON.stringify(event.outputs),
  meta: JSON.stringify(event.meta),
  fields: JSON.stringify(fieldsOf(event)),
})

const PAYLOADS = new Set(['inputs', 'outputs', 'meta'])
const FIELDS = Object.keys(ExecutionEvent.shape).filter((name) => !PAYLOADS.has(name))
const fieldsOf = (event: ExecutionEvent): readonly unknown[] => FIELDS.map((name) => Reflect.get(event, name))

/** The whole event as one text. Only equal events have equal texts, because no part contains a line break. */
export const wholeText = ({ fields, inputs, outputs, meta }: EventTexts): string =>
  `${fields}\n${inputs ?? 'null'}\n${outputs ?? 'null'}\n${meta}`

export function deriveEvent(event: ExecutionEvent, texts = eventTexts(event)): DerivedEvent {
  const { meta } = event
  // Writers disagree on where usage goes: flat in meta, or under `tokens` or `usage`, named as by OpenAI or Anthropic.
  const usage = [field(meta, 'tokens'), field(meta, 'usage'), meta]
  return {
    headline: eventHeadline(event),
    is_error: isErrorEvent(event),
    model: textIn(meta, 'model') ?? null,
    input_tokens: wholeNumber(figureIn(usage, INPUT_TOKENS)),
    output_tokens: wholeNumber(figureIn(usage, OUTPUT_TOKENS)),
    cost_usd: figureIn(usage, COST),
    inputs_preview: preview(texts.inputs),
    outputs_preview: preview(texts.outputs),
  }
}

const INPUT_TOKENS = ['input', 'input_tokens', 'prompt_tokens', 'prompt']
const OUTPUT_TOKENS = ['output', 'output_tokens', 'completion_tokens', 'completion']
const COST = ['cost_usd', 'cost']

/** The first plausible figure under one of these names. */
function figureIn(places: readonly unknown[], names: readonly string[]): number | null {
  for (const place of places)
    for (const name of names) {
      const value = numberIn(place, name)
      if (value !== undefined && value >= 0 && value <= FIGURE_MAX) return value
    }
  return null
}

const wholeNumber = (value: number | null): number | null => (value === null ? null : Math.round(value))

/** `error_message` as it appears in a list row. */
export const errorPreview = (message: string | null): string | null => message && clip(message, ERROR_PREVIEW_MAX)

const preview = (text: string | null): PayloadPreview | null =>
  text === null ? null : { text: clip(text, PAYLOAD_PREVIEW_MAX), bytes: utf8Length(text) }
