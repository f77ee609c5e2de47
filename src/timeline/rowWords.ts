import type { Timestamp } from '#contract/timestamps.ts'
import { formatClock, formatCount, formatDuration, plural, spoken } from '#src/lib/format.ts'
import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import { lengthOf, type Moments } from './moments.ts'
import type { TimelineRow } from './timelineRows.ts'

/** What a row says, in words: in its cells, to screen readers, and in the reading line below the rows. */
export type RowWords = {
  readonly name: string
  readonly agent: string | undefined
  /** Undefined where none was recorded. */
  readonly status: string | undefined
  readonly tone: StatusTone
  /** `10:01:00.123 to 10:08:00.123`, or that no times were recorded. */
  readonly times: string
  /** `7m 00s`; undefined where it is not known. */
  readonly duration: string | undefined
  /** `120 tokens in, 40 out`; undefined where none were counted. */
  readonly tokens: string | undefined
  readonly errors: string | undefined
}

export function rowWords(row: TimelineRow): RowWords {
  if (row.kind !== 'lane') {
    const { event, moments } = row.item
    const status = event.is_error ? 'failed' : (event.status ?? undefined)
    return {
      name: visibleText(event.headline || spoken(event.event_type)),
      agent: event.agent_name === null ? undefined : visibleText(event.agent_name),
      status,
      ...toneAnd(moments, status, event.duration_ms),
      tokens: tokensInWords(event.input_tokens, event.output_tokens),
      errors: undefined,
    }
  }
  const { lane } = row
  const errors = lane.errorCount > 0 ? plural(lane.errorCount, 'error') : undefined
  if (lane.kind === 'run') {
    const parts = toneAnd(lane.moments, undefined, null)
    return { name: 'Run', agent: undefined, status: undefined, ...parts, tokens: undefined, errors }
  }
  const { node } = lane
  return {
    name: visibleText(node.label || node.node_id),
    agent: node.agent === null ? undefined : visibleText(node.agent),
    status: node.status,
    ...toneAnd(lane.moments, node.status, node.duration_ms),
    tokens: tokensInWords(node.input_tokens, node.output_tokens),
    errors,
  }
}

function toneAnd(moments: Moments, status: string | undefined, recorded: number | null) {
  // Where the end lies before the start no duration is true, whatever was recorded beside it.
  const length = moments.kind === 'backwards' ? undefined : (lengthOf(moments) ?? recorded ?? undefined)
  return {
    tone: status === undefined ? 'unknown' : statusToken(status).tone,
    times: timesInWords(moments),
    duration: length === undefined || length < 0 ? undefined : formatDuration(length),
  } as const
}

function timesInWords(moments: Moments): string {
  switch (moments.kind) {
    case 'none':
      return 'no times recorded'
    case 'point':
      return `at ${clock(moments.start)}`
    case 'span':
      return `${clock(moments.start)} to ${clock(moments.end)}`
    case 'open':
      return `since ${clock(moments.start)}, no end recorded`
    case 'backwards':
      return `end before start: started ${clock(moments.start)}, ended ${clock(moments.end)}`
  }
}

function tokensInWords(input: number | null, output: number | null): string | undefined {
  if (input === null && output === null) return undefined
  if (output === null) return `${formatCount(input ?? 0)} tokens in`
  if (input === null) return `${formatCount(output)} tokens out`
  return `${formatCount(input)} tokens in, ${formatCount(output)} out`
}

const clock = (microseconds: number): string => formatClock(timestampOf(microseconds))

/** The canonical text of a moment that was computed, such as a start plus a duration; microseconds since 1970. */
export function timestampOf(microseconds: number): Timestamp {
  const milliseconds = Math.floor(microseconds / 1000)
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`
}

/** All but the name on one line, for the row that the reader points at. */
export const factsOf = (words: RowWords): string =>
  [words.status && statusToken(words.status).word, words.agent, words.times, words.duration, words.tokens, words.errors]
    .filter(Boolean)
    .join(' · ')
