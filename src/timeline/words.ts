import { DISAGREEMENT_WORDS, type Disagreement } from '#src/lib/disagreements.ts'
import { formatClock, formatCost, formatCount, formatDuration, plural, spoken } from '#src/lib/format.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { known, wordOf, type EventTable } from '#src/records/eventTable/eventTable.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { IdleCause } from './model/idleCause.ts'
import type { CriticalPath } from './model/criticalPath.ts'
import type { IdleGap } from './model/idleGaps.ts'
import type { Lane } from './model/layoutLanes.ts'
import { lengthOf, timesOfRow, type Times } from './model/times.ts'

/** A bar in words: in the cells of the table, for screen readers, and in the reading line. */
export type BarWords = {
  readonly name: string
  /** `tool call`; undefined for the run. */
  readonly type: string | undefined
  readonly agent: string | undefined
  /** Undefined if not recorded. */
  readonly status: string | undefined
  readonly tone: StatusTone
  /** `10:01:00.123 to 10:08:00.123`, or that no times were recorded. */
  readonly times: string
  /** `7m 00s`; undefined if unknown. */
  readonly duration: string | undefined
  /** `120 tokens in, 40 out`; undefined if not counted. */
  readonly tokens: string | undefined
  /** `$0.0123`; undefined if not recorded. */
  readonly cost: string | undefined
  readonly errors: string | undefined
}

export function eventWords(table: EventTable, row: number): BarWords {
  const type = wordOf(table.event_type, row) ?? ''
  const agent = wordOf(table.agent_name, row)
  const status = table.is_error[row] === 1 ? 'failed' : (wordOf(table.status, row) ?? undefined)
  return {
    name: visibleText(table.headline[row] || spoken(type)),
    type: type === '' ? undefined : visibleText(spoken(type)),
    agent: agent === null ? undefined : visibleText(agent),
    status,
    ...toneAnd(timesOfRow(table, row), status, known(table.duration, row)),
    tokens: tokensInWords(known(table.input_tokens, row), known(table.output_tokens, row)),
    cost: costInWords(known(table.cost_usd, row)),
    errors: undefined,
  }
}

export const laneName = (lane: Lane): string => (lane.kind === 'run' ? 'Run' : nodeLabel(lane.node))

export function laneWords(lane: Lane): BarWords {
  const errors = lane.errorCount > 0 ? plural(lane.errorCount, 'error') : undefined
  const name = laneName(lane)
  if (lane.kind === 'run') {
    const parts = toneAnd(lane.times, undefined, undefined)
    const nothing = { type: undefined, agent: undefined, status: undefined, tokens: undefined, cost: undefined }
    return { name, ...nothing, ...parts, errors }
  }
  const { node_type, agent, status, duration_ms, input_tokens, output_tokens, cost_usd } = lane.node
  return {
    name,
    type: visibleText(spoken(node_type)),
    agent: agent === null ? undefined : visibleText(agent),
    status,
    ...toneAnd(lane.times, status, duration_ms ?? undefined),
    tokens: tokensInWords(input_tokens ?? undefined, output_tokens ?? undefined),
    cost: costInWords(cost_usd ?? undefined),
    errors,
  }
}

function toneAnd(times: Times, status: string | undefined, recorded: number | undefined) {
  // If the end is before the start, no duration is reliable, even a recorded one.
  const length = times.shape === 'backwards' ? undefined : (recorded ?? lengthOf(times))
  return {
    tone: status === undefined ? 'unknown' : statusToken(status).tone,
    times: timesInWords(times),
    duration: length === undefined || length < 0 ? undefined : formatDuration(length),
  } as const
}

function timesInWords({ shape, start, end }: Times): string {
  switch (shape) {
    case 'none':
      return 'no times recorded'
    case 'point':
      return `at ${clock(start)}`
    case 'span':
      return `${clock(start)} to ${clock(end)}`
    case 'open':
      return `since ${clock(start)}, no end recorded`
    case 'backwards':
      return `started ${clock(start)}, recorded end is earlier`
  }
}

function tokensInWords(input: number | undefined, output: number | undefined): string | undefined {
  if (input === undefined && output === undefined) return undefined
  if (output === undefined) return `${formatCount(input ?? 0)} tokens in`
  if (input === undefined) return `${formatCount(output)} tokens out`
  return `${formatCount(input)} tokens in, ${formatCount(output)} out`
}

const costInWords = (usd: number | undefined): string | undefined => (usd === undefined ? undefined : formatCost(usd))

/** `10:01:00.123`, by the reader's clock. */
export const clock = (microseconds: number): string => formatClock(timestampOf(Math.round(microseconds)))

/** All facts except the name on one line, for the hovered bar. */
export const factsOf = (words: BarWords, disagreement: Disagreement = 'none'): string =>
  [
    words.status && statusToken(words.status).word,
    words.agent,
    words.times,
    words.duration,
    words.tokens,
    words.errors,
    disagreement !== 'none' && DISAGREEMENT_WORDS[disagreement],
  ]
    .filter(Boolean)
    .join(' · ')

export function idleCauseInWords(awaited: IdleCause): string {
  switch (awaited.kind) {
    case 'approval':
      // The headline of such an event starts with the same words.
      return `waiting for approval: ${visibleText(awaited.of).replace(/^asked for approval,? ?/, '')}`.replace(
        /: $/,
        '',
      )
    case 'call':
      return `waiting for ${visibleText(spoken(awaited.event_type))}: ${visibleText(awaited.name)}`
    case 'node': {
      const others = awaited.more === 0 ? ' was' : ` and ${plural(awaited.more, 'other node')} were`
      return `${visibleText(awaited.name)}${others} running, no activity recorded`
    }
    case 'nothing':
      return 'no activity recorded'
  }
}

export const gapDuration = ({ start, end }: IdleGap): string => formatDuration((end - start) / 1000)

/** `Critical path: 3 of 12 nodes, 14m 03s: 12m 40s of work (90 %), 1m 23s of waiting`. */
export function pathInWords({ steps, total, work }: CriticalPath, nodeCount: number): string {
  const share = total > 0 ? ` (${Math.round((100 * work) / total)} %)` : ''
  return `Critical path: ${formatCount(steps.length)} of ${plural(nodeCount, 'node')}, ${formatDuration(total / 1000)}: ${formatDuration(work / 1000)} of work${share}, ${formatDuration((total - work) / 1000)} of waiting`
}
