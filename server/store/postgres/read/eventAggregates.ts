/** Aggregates over `execution_events`, the same for a node's card and for a summary. */

/** As `eventStart` and `eventEnd` of server/store/prepare/eventTimes.ts. */
export const EVENT_START = 'coalesce(started_at, "timestamp")'
export const EVENT_END = 'coalesce(completed_at, "timestamp", started_at)'

const HAS_FIGURES = '(input_tokens is not null or output_tokens is not null or cost_usd is not null)'
const MODEL_CALL = `(event_type = 'llm_call' and ${HAS_FIGURES})`

/**
 * Where model calls bear figures only those count: an agent call that repeats the sum of its model calls must not double
 * them. Where none does, whatever event has figures counts.
 */
const preferModelCalls = (aggregate: string): string =>
  `case when coalesce(bool_or${MODEL_CALL}, false)
    then ${aggregate} filter (where ${MODEL_CALL}) else ${aggregate} filter (where ${HAS_FIGURES}) end`

/**
 * A sum of whole numbers, no larger than a JSON number holds exactly. Null where nothing is known, which `least` would
 * turn into the bound.
 */
export const wholeSum = (column: string, sum = `sum(${column})`): string =>
  `(case when ${sum} > 9007199254740991 then 9007199254740991 else ${sum} end)::bigint`

/**
 * A sum of fractions, to the 15 digits that a cast from float to numeric keeps. The last bits of a float sum depend on the
 * order in which rows are read, which two engines need not share; to add numerics instead takes three times as long.
 */
export const fractionSum = (sum: string): string => `(${sum})::numeric::double precision`

/** Columns input_tokens, output_tokens, cost_usd and model_calls: how many events the figures come from. */
export const MODEL_FIGURES = `
  ${wholeSum('input_tokens', preferModelCalls('sum(input_tokens)'))} as input_tokens,
  ${wholeSum('output_tokens', preferModelCalls('sum(output_tokens)'))} as output_tokens,
  ${fractionSum(preferModelCalls('sum(cost_usd)'))} as cost_usd,
  ${preferModelCalls('count(*)')} as model_calls`
