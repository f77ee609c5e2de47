import { RunId } from '#contract/ids.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { type Place, placeTraces, runsAskedFor } from '#server/store/spans/placeTraces.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import { addOrigins, originsOf } from '../read/runOrigins.ts'
import { NoRow, type SqlRunner } from '../sql.ts'

export type PlacedSpans = {
  readonly refused: ReadonlyMap<string, readonly RawSpan[]>
  /** Traces that left the run of their own id because a span names another. */
  readonly moved: ReadonlyMap<string, { readonly from: RunId; readonly to: RunId }>
}

const TraceRow = z.object({ trace_id: z.string(), run_id: RunId, is_named: z.boolean() })

/**
 * Records the run of each trace, as decided by `placeTraces`. The traces stay locked until the transaction ends, and
 * newly claimed runs are held by their key. If another writer claimed one in the meantime, the loop looks again.
 */
export async function placeSpans(tx: SqlRunner, spans: readonly RawSpan[]): Promise<PlacedSpans> {
  const moved = new Map<string, { readonly from: RunId; readonly to: RunId }>()
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- repeats only if another writer was first
    const known = await lockTraces(tx, [...new Set(spans.map(({ trace_id }) => trace_id))])
    const open = spans.filter(({ trace_id }) => known.get(trace_id)?.isNamed !== true)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const origins = await originsOf(tx, runsAskedFor(open, known))
    const { places, claims, refused } = placeTraces(open, known, origins)
    const free = new Map([...claims].filter(([run_id]) => !origins.has(run_id)))
    // oxlint-disable-next-line no-await-in-loop -- as above
    if ((await addOrigins(tx, free)).size < free.size) continue
    const added = [...places].filter(([trace_id]) => !known.has(trace_id))
    // oxlint-disable-next-line no-await-in-loop -- as above
    if ((await addTraces(tx, added)) < added.length) continue
    const nowNamed = [...claims.keys()].filter((run_id) => origins.has(run_id))
    if (nowNamed.length > 0)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await tx.query('update run_origins set is_named = true where run_id = any($1::uuid[])', [nowNamed], NoRow)
    const changed = [...places].filter(([trace_id]) => known.has(trace_id))
    // oxlint-disable-next-line no-await-in-loop -- as above
    await renameTraces(tx, changed)
    for (const [trace_id, { run_id }] of changed) {
      const from = known.get(trace_id)?.run_id
      if (from !== undefined && from !== run_id) moved.set(trace_id, { from, to: run_id })
    }
    return { refused, moved }
  }
}

/** Sessions made by a run that traces moved away from are now made by the run that they moved to. */
export async function assignSessions(
  tx: SqlRunner,
  moves: readonly { readonly from: RunId; readonly to: RunId }[],
): Promise<void> {
  await tx.query(
    `update sessions s set made_by = given.moved_to
    from unnest($1::text::uuid[], $2::text::uuid[]) as given (moved_from, moved_to)
    join workflow_runs w on w.run_id = given.moved_from
    where s.session_id = w.session_id and s.made_by = given.moved_from`,
    [arrayText(moves.map(({ from }) => from)), arrayText(moves.map(({ to }) => to))],
    NoRow,
  )
}

async function lockTraces(tx: SqlRunner, trace_ids: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const rows = await tx.query(
    `select trace_id, run_id, is_named from traces where trace_id = any($1::text::text[])
    order by trace_id for no key update`,
    [arrayText(trace_ids)],
    TraceRow,
  )
  return new Map(rows.map(({ trace_id, run_id, is_named }) => [trace_id, { run_id, isNamed: is_named }]))
}

type Placed = readonly (readonly [string, Place])[]

/** Returns how many were added: fewer than given if another writer added one in the meantime. */
async function addTraces(tx: SqlRunner, placed: Placed): Promise<number> {
  if (placed.length === 0) return 0
  const added = await tx.query(
    `insert into traces (trace_id, run_id, is_named) select * from ${GIVEN} order by trace_id
    on conflict (trace_id) do nothing returning trace_id`,
    paramsOf(placed),
    z.object({ trace_id: z.string() }),
  )
  return added.length
}

async function renameTraces(tx: SqlRunner, placed: Placed): Promise<void> {
  if (placed.length === 0) return
  await tx.query(
    `update traces set run_id = given.run_id, is_named = given.is_named from ${GIVEN}
    where traces.trace_id = given.trace_id`,
    paramsOf(placed),
    NoRow,
  )
}

const GIVEN = 'unnest($1::text::text[], $2::text::uuid[], $3::text::boolean[]) as given (trace_id, run_id, is_named)'

const paramsOf = (placed: Placed): readonly string[] => [
  arrayText(placed.map(([trace_id]) => trace_id)),
  arrayText(placed.map(([, { run_id }]) => run_id)),
  arrayText(placed.map(([, { isNamed }]) => String(isNamed))),
]
