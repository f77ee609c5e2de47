import type { ExecutionSummary } from '#contract/summaries.ts'
import { formatBytes, formatCost, formatCount, formatDuration } from '#src/lib/format.ts'

export type KeyFigure = {
  readonly name: string
  /** Undefined if not recorded. */
  readonly value: string | undefined
  /** What the metric counts, if its name does not say so. */
  readonly hint?: string
}

const known = <Value>(value: Value | null, format: (value: Value) => string): string | undefined =>
  value === null ? undefined : format(value)

/** The metrics of a summary in order of importance. */
export function keyFigures({
  timing,
  events,
  agents,
  tokens,
  files,
  messages,
  success,
}: ExecutionSummary): readonly KeyFigure[] {
  const calls = agents.reduce((sum, agent) => sum + agent.calls, 0)
  return [
    { name: 'Duration', value: known(timing.duration_ms, formatDuration), hint: 'Wall time, from start to end' },
    {
      name: 'Busy',
      value: known(timing.busy_ms, formatDuration),
      hint: 'Sum of event durations. Exceeds the wall time if events are nested or run in parallel.',
    },
    { name: 'Events', value: formatCount(events.total) },
    { name: 'Agent calls', value: formatCount(calls) },
    { name: 'Model calls', value: formatCount(tokens.model_calls) },
    { name: 'Tokens in', value: known(tokens.input, formatCount) },
    { name: 'Tokens out', value: known(tokens.output, formatCount) },
    { name: 'Cost', value: known(tokens.cost_usd, formatCost) },
    { name: 'Files', value: files.total === 0 ? '0' : `${formatCount(files.total)}, ${formatBytes(files.size_bytes)}` },
    { name: 'Messages', value: formatCount(messages.total) },
    {
      name: 'Succeeded',
      value: known(success.rate, (rate) => `${formatShare(rate)} of ${formatCount(success.finished)}`),
      hint: 'Share of finished events that did not fail',
    },
  ]
}

/** Never rounded up to 100 % or down to 0 %: `100%` means all. */
function formatShare(rate: number): string {
  const percent = Math.round(rate * 100)
  if (percent === 100 && rate < 1) return '>99%'
  if (percent === 0 && rate > 0) return '<1%'
  return `${percent}%`
}
