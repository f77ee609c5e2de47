import type { EventRow } from '#contract/entities.ts'
import type { ExecutionSummary } from '#contract/summaries.ts'

type Figures = Pick<EventRow, 'input_tokens' | 'output_tokens' | 'cost_usd'>

/**
 * The events whose tokens and cost count. If model calls have figures, only those: an agent call that repeats the sum of its
 * model calls must not count twice. Otherwise every event with figures.
 */
export function countedEvents(events: readonly EventRow[]): readonly EventRow[] {
  const all = events.filter(
    (event) => event.input_tokens !== null || event.output_tokens !== null || event.cost_usd !== null,
  )
  const calls = all.filter((event) => event.event_type === 'llm_call')
  return calls.length > 0 ? calls : all
}

/** Tokens and cost of all events together, each counted once. */
export function modelFigures(events: readonly EventRow[]): ExecutionSummary['tokens'] {
  const { input_tokens, output_tokens, cost_usd } = sumFigures(countedEvents(events))
  return { input: input_tokens, output: output_tokens, cost_usd }
}

/** Sums of the known figures; null where none is known. */
export const sumFigures = (rows: readonly Figures[]): Figures => ({
  input_tokens: wholeSum(rows.map((row) => row.input_tokens)),
  output_tokens: wholeSum(rows.map((row) => row.output_tokens)),
  cost_usd: sum(rows.map((row) => row.cost_usd)),
})

/** Sum of the known values, to 15 digits as in the databases; null if none is known. */
export const sum = (values: readonly (number | null)[]): number | null => toDatabaseDigits(added(values))

/** To the 15 digits of `fractionSum` in the databases. */
export const toDatabaseDigits = (value: number | null): number | null => value && Number(value.toPrecision(15))

/** The same for integers, capped at the largest integer that JSON numbers hold exactly. */
export function wholeSum(values: readonly (number | null)[]): number | null {
  const total = added(values)
  return total && Math.min(total, Number.MAX_SAFE_INTEGER)
}

const added = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (value === null ? total : (total ?? 0) + value), null)
