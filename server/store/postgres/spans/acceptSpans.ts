import { RunId } from '#contract/ids.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { RefusedSpans } from '#server/store/spans/RefusedSpans.ts'
import { weightOf } from '#server/store/spans/spanPrecedence.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import { assignSessions, placeSpans } from './placeSpans.ts'
import { refuseBeyond } from './refuseBeyond.ts'
import { removeDrawnRuns } from './removeDrawnRuns.ts'
import { settledVersionsOf } from './settledSpans.ts'
import { type SpanRow, spanRows } from './spanRows.ts'
import { COUNT_SPANS, COUNT_UP, WRITE_CONTEXTS, WRITE_SPANS } from './spanStatements.ts'
import { NoRow, type SqlRunner } from '../sql.ts'

/** `left`: runs that traces moved away from; their listeners must be notified. */
export type Accepted = { readonly hasChanged: boolean; readonly left: readonly RunId[] }

/** Stores spans, each given in one version only. Refused spans are added to `refused`. */
export async function acceptSpans(
  tx: SqlRunner,
  given: readonly RawSpan[],
  refused: RefusedSpans,
  bytesMax: number,
): Promise<Accepted> {
  const { moved, left } = await nameRuns(tx, given, refused)
  const rows = await spanRows(given.filter((span) => !refused.has(span)))
  await refuseBeyond(tx, rows, bytesMax, refused)
  const written = await writeRows(
    tx,
    rows.filter(({ span }) => !refused.has(span)),
  )
  return { hasChanged: await countUp(tx, moved, written), left }
}

const Written = z.object({ trace_id: z.string(), is_new: z.boolean(), bytes: z.int() })
type Written = z.output<typeof Written>
/** A context is stored once for many spans, and is no span that waits to be drawn. */
type WrittenRow = Written & { readonly isContext?: true }

/** Returns what was written, and by how many bytes each row grew. */
async function writeRows(tx: SqlRunner, rows: readonly SpanRow[]): Promise<readonly WrittenRow[]> {
  const contexts = [...new Map(rows.map(({ context }) => [context.id, context])).values()]
  const added = await tx.query(
    WRITE_CONTEXTS,
    [arrayText(contexts.map(({ id }) => id)), contexts.map(({ text }) => text).join('\n')],
    z.object({ context_id: z.string() }),
  )
  const weights = rows.map(({ span }) => weightOf(span))
  const written = await tx.query(
    WRITE_SPANS,
    [
      arrayText(rows.map(({ span }) => span.trace_id)),
      arrayText(rows.map(({ span }) => span.span_id)),
      rows.map(({ text }) => text).join('\n'),
      arrayText(weights.map(({ end_ns }) => end_ns)),
      arrayText(weights.map(({ attribute_count }) => String(attribute_count))),
      arrayText(rows.map(({ context }) => context.id)),
      arrayText(rows.map(({ span }) => span.start_ns)),
    ],
    Written,
  )
  return [...written, ...contextsAsWritten(rows, new Set(added.map(({ context_id }) => context_id)))]
}

/** A new context counts towards the trace that brought it. */
function contextsAsWritten(rows: readonly SpanRow[], added: Set<string>): readonly WrittenRow[] {
  return rows.flatMap(({ span: { trace_id }, context: { id, bytes } }) =>
    added.delete(id) ? [{ trace_id, is_new: false, bytes, isContext: true }] : [],
  )
}

type Count = { new: number; bytes: number; written: number }

/**
 * Updates the counts of each run. Returns whether there was anything to update. All spans of a moved trace are new to
 * their run.
 */
async function countUp(tx: SqlRunner, moved: readonly string[], written: readonly WrittenRow[]): Promise<boolean> {
  const counts = new Map<string, Count>()
  for (const { trace_id, is_new, bytes, isContext } of written) {
    const count = counts.get(trace_id) ?? { new: 0, bytes: 0, written: 0 }
    counts.set(trace_id, count)
    if (!isContext) count.written += 1
    count.bytes += bytes
    if (is_new) count.new += 1
  }
  if (moved.length > 0) {
    const all = await tx.query(
      COUNT_SPANS,
      [arrayText(moved)],
      z.object({ trace_id: z.string(), spans: z.int(), bytes: z.int() }),
    )
    for (const { trace_id, spans, bytes } of all) counts.set(trace_id, { new: spans, bytes, written: spans })
  }
  if (counts.size === 0) return false
  const column = (of: (count: Count) => number) => arrayText([...counts.values()].map((count) => String(of(count))))
  await tx.query(
    COUNT_UP,
    [
      arrayText([...counts.keys()]),
      column((count) => count.new),
      column((count) => count.bytes),
      column((count) => count.written),
    ],
    NoRow,
  )
  return true
}

/**
 * Records the run of each trace. Returns the traces that moved to another run because a span names it, and those left
 * behind in the run of their own id. What was projected for those runs is deleted; `left` lists them. Refused spans are
 * added to `refused`.
 */
async function nameRuns(
  tx: SqlRunner,
  spans: readonly RawSpan[],
  refused: RefusedSpans,
): Promise<{ readonly moved: readonly string[]; readonly left: readonly RunId[] }> {
  const placed = await placeSpans(tx, spans)
  refused.add(placed.refused)
  refused.addChanged(spans, await settledVersionsOf(tx, spans))
  if (placed.moved.size === 0) return { moved: [], left: [] }
  const moves = [...placed.moved.values()]
  const left = moves.map(({ from }) => from)
  const staying = await tx.query(
    'select trace_id, run_id from traces where run_id = any($1::text::uuid[])',
    [arrayText(left)],
    z.object({ trace_id: z.string(), run_id: RunId }),
  )
  const kept = new Set(staying.map(({ run_id }) => run_id))
  await assignSessions(tx, moves)
  const removed = await removeDrawnRuns(
    tx,
    left.filter((run_id) => !kept.has(run_id)),
  )
  return { moved: [...placed.moved.keys(), ...staying.map(({ trace_id }) => trace_id)], left: removed }
}
