import type { ExecutionSummary } from '#contract/summaries.ts'
import { formatBytes, formatCost, formatCount, formatDuration } from '#src/lib/format.ts'

export type KeyFigure = {
  readonly name: string
  /** Undefined where nothing was recorded. */
  readonly value: string | undefined
  /** What the figure counts, where its name does not say it. */
  readonly hint?: string
}

const known = <Value>(value: Value | null, format: (value: Value) => string): string | undefined =>
  value === null ? undefined : format(value)

/** The figures of a summary in the order of their worth. */
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

/** Never rounded up to all or down to none: `100%` means every one. */
function formatShare(rate: number): string {
  const percent = Math.round(rate * 100)
  if (percent === 100 && rate < 1) return '>99%'
  if (percent === 0 && rate > 0) return '<1%'
  return `${percent}%`
}
