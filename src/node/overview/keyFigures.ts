import type { ExecutionSummary } from '#contract/summaries.ts'
import { formatBytes, formatCost, formatCount, formatDuration } from '#src/lib/format.ts'

export type KeyFigure = {
  readonly name: string
  /** Undefined if not recorded. */
  readonly value: string | undefined
  /** What the metric counts. */
  readonly hint: string
}

const known = <Value>(value: Value | null, format: (value: Value) => string): string | undefined =>
  value === null ? undefined : format(value)

/** `5`, or `5, 1 failed`. */
const callsInWords = ({ total, failed }: ExecutionSummary['calls']['agent']): string =>
  failed === 0 ? formatCount(total) : `${formatCount(total)}, ${formatCount(failed)} failed`

const CALL_HINT = 'A start and an end count as one call'

/** The metrics of a summary in order of importance. */
export function keyFigures({
  timing,
  events,
  calls,
  tokens,
  files,
  messages,
  success,
}: ExecutionSummary): readonly KeyFigure[] {
  return [
    { name: 'Duration', value: known(timing.duration_ms, formatDuration), hint: 'Wall time, from start to end' },
    {
      name: 'Busy',
      value: known(timing.busy_ms, formatDuration),
      hint: 'Time during which at least one event was in progress. Nested and parallel events count once.',
    },
    {
      name: 'Events',
      value: formatCount(events.total),
      hint: 'All recorded events: starts, ends, messages and errors too',
    },
    { name: 'Agent calls', value: callsInWords(calls.agent), hint: `Agents that were called. ${CALL_HINT}.` },
    { name: 'Model calls', value: callsInWords(calls.model), hint: 'Model calls, with or without recorded tokens' },
    { name: 'Tool calls', value: callsInWords(calls.tool), hint: `Tools that were called. ${CALL_HINT}.` },
    ...(calls.code.total === 0
      ? []
      : [{ name: 'Code runs', value: callsInWords(calls.code), hint: `Code that was run. ${CALL_HINT}.` }]),
    { name: 'Tokens in', value: known(tokens.input, formatCount), hint: TOKENS_HINT },
    { name: 'Tokens out', value: known(tokens.output, formatCount), hint: TOKENS_HINT },
    { name: 'Cost', value: known(tokens.cost_usd, formatCost), hint: 'As reported by model calls, in US dollars' },
    {
      name: 'Files',
      value: files.total === 0 ? '0' : `${formatCount(files.total)}, ${formatBytes(files.size_bytes)}`,
      hint: 'Each version of a file counts',
    },
    { name: 'Messages', value: formatCount(messages.total), hint: 'Messages between agents that were recorded here' },
    {
      name: 'Succeeded',
      value: known(success.rate, (rate) => `${formatShare(rate)} of ${formatCount(success.finished)}`),
      hint: 'Share of finished events that did not fail',
    },
  ]
}

const TOKENS_HINT = 'As reported by model calls; if none reports tokens, by all events'

/** Never rounded up to 100 % or down to 0 %: `100%` means all. */
function formatShare(rate: number): string {
  const percent = Math.round(rate * 100)
  if (percent === 100 && rate < 1) return '>99%'
  if (percent === 0 && rate > 0) return '<1%'
  return `${percent}%`
}
