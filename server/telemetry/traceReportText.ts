import { grouped } from '#server/lib/grouped.ts'
import type { TraceReport } from './importSpans.ts'

/** Formats the report of a trace import for the terminal. */
export function traceReportText(
  { traces, spans, rejected }: TraceReport,
  { isDry }: { readonly isDry: boolean },
): string {
  return [
    isDry ? 'Dry run, nothing was written. An import would store:' : 'Imported:',
    '',
    `  traces${grouped(traces).padStart(12)}`,
    `  spans ${grouped(spans).padStart(12)}`,
    '',
    ...(rejected.count > 0 ? [`Rejected: ${grouped(rejected.count)}`] : ['Nothing was rejected.']),
    ...rejected.reasons.filter(({ count }) => count > 0).map(({ reason, count }) => `  ${grouped(count)}: ${reason}`),
    '',
  ].join('\n')
}
