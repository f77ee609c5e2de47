import { groupBy } from '#server/lib/groupBy.ts'
import type { AuditEvent } from '#server/store/audits/AuditedRun.ts'
import type { Find, Found } from '#server/store/audits/FindingGroups.ts'

/**
 * Finds missing and duplicate order indexes of events. Some writers number the events per run, others per node; the
 * interpretation with fewer findings wins.
 */
export function auditOrder(events: readonly AuditEvent[], find: Find): void {
  const numbered = events.filter((event): event is Numbered => event.execution_order !== null)
  const ofRun = findingsIn(numbered)
  if (ofRun.length === 0) return
  const ofNodes = [...groupBy(numbered, ({ node_id }) => node_id).values()].flatMap(findingsIn)
  for (const found of ofNodes.length < ofRun.length ? ofNodes : ofRun) find(found)
}

type Numbered = AuditEvent & { readonly execution_order: number }

/** Checks events that are numbered together. The first number can be any. */
function findingsIn(events: readonly Numbered[]): readonly Found[] {
  const found: Found[] = []
  let before: Numbered | undefined
  for (const event of events.toSorted((a, b) => a.execution_order - b.execution_order)) {
    const { event_id, node_id, execution_order: number } = event
    const step = before === undefined ? 1 : number - before.execution_order
    const at = { table: 'execution_events', event_id, node_id } as const
    if (step === 0)
      found.push({
        ...at,
        kind: 'order_duplicate',
        detail: `The event has number ${number}, the same as ${before?.event_id}.`,
      })
    if (step > 1)
      found.push({
        ...at,
        kind: 'order_gap',
        detail: `Before the event, ${missing(number - step + 1, number - 1)} missing.`,
      })
    before = event
  }
  return found
}

const missing = (first: number, last: number): string =>
  first === last ? `number ${first} is` : `numbers ${first} to ${last} are`
