import { DURATION_MAX_MS } from '#contract/timestamps.ts'

/** Aggregates over `execution_events`, shared by node cards and summaries. */

/** Same rules as `eventStart` and `eventEnd` of server/store/prepare/eventTimes.ts. */
export const EVENT_START = 'coalesce(started_at, "timestamp")'
export const EVENT_END = 'coalesce(completed_at, "timestamp", started_at)'

const LASTED = `case when duration_ms between 0 and ${DURATION_MAX_MS} then make_interval(secs => duration_ms / 1000) end`

/** The interval of an event, like `intervalOf` of eventTimes.ts. It has none if either is null, or the end is before the start. */
export const EVENT_BEGAN = `coalesce(started_at, "timestamp", completed_at - (${LASTED}))`
export const EVENT_ENDED = `coalesce(completed_at, ${EVENT_START} + (${LASTED}))`

export const HAS_FIGURES = '(input_tokens is not null or output_tokens is not null or cost_usd is not null)'
export const MODEL_CALL = `(event_type = 'llm_call' and ${HAS_FIGURES})`

/**
 * If model calls have figures, only those count: an agent call that repeats the sum of its model calls must not count
 * twice. Otherwise every event with figures counts.
 */
const preferModelCalls = (aggregate: string): string =>
  `case when coalesce(bool_or${MODEL_CALL}, false)
    then ${aggregate} filter (where ${MODEL_CALL}) else ${aggregate} filter (where ${HAS_FIGURES}) end`

/**
 * A sum of integers, capped at the largest integer that JSON numbers hold exactly. Null if nothing is known; `least`
 * would return the cap instead.
 */
export const wholeSum = (column: string, sum = `sum(${column})`): string =>
  `(case when ${sum} > 9007199254740991 then 9007199254740991 else ${sum} end)::bigint`

/**
 * A sum of fractions, rounded to the 15 digits that a cast from float to numeric keeps. The last bits of a float sum
 * depend on the order of the rows, which may differ between engines; summing numerics instead takes three times as
 * long.
 */
export const fractionSum = (sum: string): string => `(${sum})::numeric::double precision`

/** Columns input_tokens, output_tokens and cost_usd. */
export const MODEL_FIGURES = `
  ${wholeSum('input_tokens', preferModelCalls('sum(input_tokens)'))} as input_tokens,
  ${wholeSum('output_tokens', preferModelCalls('sum(output_tokens)'))} as output_tokens,
  ${fractionSum(preferModelCalls('sum(cost_usd)'))} as cost_usd`

/**
 * The union of intervals, in two steps. `coveredBy` adds to rows with `began` and `ended` the latest end before each, among
 * the rows with the same key.
 */
export const coveredBy = (
  key?: string,
): string => `max(ended) over (${key === undefined ? '' : `partition by ${key} `}order by began, ended
  rows between unbounded preceding and 1 preceding) as covered`

/** The milliseconds that the intervals of such rows cover: each adds what goes beyond the latest end before it. Null without an interval. */
export const BUSY_MS = fractionSum(`extract(epoch from sum(
  case when ended >= began then case
    when covered is null or began >= covered then ended - began
    when ended > covered then ended - covered else interval '0' end end)) * 1000`)
