import { tokensOf, type RunOverview } from '#contract/runOverview.ts'
import { MEASURES, type Measure } from '#src/lib/measures.ts'

type Figures = Omit<RunOverview['by_agent']['rows'][number], 'agent_name' | 'busy_ms'>

/** The value of a measure: US dollars, tokens, milliseconds or events; null if unknown. */
export function valueOf(row: Figures & { readonly busy_ms: number | null }, measure: Measure): number | null {
  switch (measure) {
    case 'cost':
      return row.cost_usd
    case 'tokens':
      return tokensOf(row)
    case 'time':
      return row.busy_ms
    case 'events':
      return row.events
  }
}

/** The first measure that tells something of these rows. */
export const usualMeasure = (rows: readonly (Figures & { readonly busy_ms: number | null })[]): Measure =>
  MEASURES.find((measure) => rows.some((row) => (valueOf(row, measure) ?? 0) > 0)) ?? 'events'

/** Highest first, unknown last; rows that are equal keep their order. */
export const sortedBy = <Row extends Figures & { readonly busy_ms: number | null }>(
  rows: readonly Row[],
  measure: Measure,
): readonly Row[] => [...rows].sort((a, b) => (valueOf(b, measure) ?? -1) - (valueOf(a, measure) ?? -1))

/** The sums over all groups, with those beyond the rows: what the header of the run says. */
export function totalOf({ rows, rest }: { readonly rows: readonly Figures[]; readonly rest: Figures | null }): Figures {
  const all = rest ? [...rows, rest] : rows
  return {
    events: sum(all.map(({ events }) => events)) ?? 0,
    errors: sum(all.map(({ errors }) => errors)) ?? 0,
    input_tokens: sum(all.map(({ input_tokens }) => input_tokens)),
    output_tokens: sum(all.map(({ output_tokens }) => output_tokens)),
    cost_usd: sum(all.map(({ cost_usd }) => cost_usd)),
  }
}

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (value === null ? total : (total ?? 0) + value), null)
