import type { NodeReuse } from '#contract/integrity.ts'
import { formatCount, listInWords, plural } from '#src/lib/format.ts'

/** Number of rows of each kind. */
type Rows = NodeReuse['in_this_run']

/** `454 events, 31 files and 2 messages`; kinds without rows are left out. Undefined if there are none at all. */
function rowsInWords({ events, files, messages }: Rows): string | undefined {
  const parts = [
    events > 0 && plural(events, 'event'),
    files > 0 && plural(files, 'file'),
    messages > 0 && plural(messages, 'message'),
  ]
  return listInWords(parts.filter((part) => part !== false))
}

/** `454 events of 35 runs. Here: 14, all of this run.` */
export function reuseInWords({ by_id_alone, in_this_run, runs_pending }: NodeReuse): string {
  const { events, files, messages } = in_this_run
  const hasEventsOnly = by_id_alone.files + by_id_alone.messages === 0 && events > 0
  const own = hasEventsOnly ? formatCount(events) : rowsInWords(in_this_run)
  const whose = events + files + messages === 1 ? ', from this run' : ', all from this run'
  const alone = `${rowsInWords(by_id_alone) ?? 'no rows'} from ${plural(by_id_alone.runs, 'run')}`
  const pending = runs_pending === undefined ? '' : ` Not counted: ${plural(runs_pending, 'run')} still to be checked.`
  return `${alone}. Here: ${own === undefined ? 'none' : own + whose}.${pending}`
}

export type ReuseRow = {
  readonly what: string
  readonly alone: number
  readonly here: number
  readonly foreign: number
}

/** The results of the two queries by kind; `foreign` are the rows of other runs that the old one mixed in. */
export const reuseRows = ({ by_id_alone: alone, in_this_run: here }: NodeReuse): readonly ReuseRow[] =>
  (['events', 'files', 'messages'] as const).map((what) => ({
    what,
    alone: alone[what],
    here: here[what],
    foreign: Math.max(0, alone[what] - here[what]),
  }))
