import * as z from 'zod/mini'
import { IntegrityReport } from '#contract/integrity.ts'
import { keptCount } from './figures.ts'
import type { Sql } from '../sql.ts'

const Counts = z.extend(z.omit(IntegrityReport.shape.counts, { events: true }), IntegrityReport.shape.events.shape)

const COUNTS = `select ${Object.keys(IntegrityReport.shape.counts.shape)
  .filter((kind) => kind !== 'events')
  .map((kind) => `${keptCount(kind)} as ${kind}`)
  .join(', ')},
  ${keptCount('events', 'of nodes')} as with_node, ${keptCount('events', 'of no node')} as without_node`

/** How many rows are stored, from the maintained counts. */
export async function countEntities(sql: Sql): Promise<Pick<IntegrityReport, 'counts' | 'events'>> {
  const [found] = await sql.query(COUNTS, [], Counts)
  if (!found) throw new Error('a select of nothing but sums answers with one row')
  const { with_node, without_node, ...counts } = found
  return { counts: { ...counts, events: with_node + without_node }, events: { with_node, without_node } }
}
