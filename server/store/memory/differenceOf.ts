import type { NodeId } from '#contract/ids.ts'
import type { RemovedRow, RunDifference, TableDifference, WrittenRow } from '../changes/changesOf.ts'
import type { MemoryRun } from './memoryData.ts'

/** The difference between a run as stored, if it was, and as it is to be stored. */
export function differenceOf(before: MemoryRun | undefined, after: MemoryRun): RunDifference {
  const edges = tableDifference(before?.edges, after.edges, isAlike, () => null)
  return {
    run: !before || !isAlike(before.run, after.run),
    nodes: tableDifference(before?.nodes, after.nodes, isAlike, ({ node_id }) => node_id),
    edges: edges.written.length + edges.removed.length,
    events: tableDifference(
      before?.events,
      after.events,
      (a, b) => isAlike(a.event, b.event),
      ({ event }) => event.node_id,
    ),
    files: tableDifference(
      before?.files,
      after.files,
      // The writer computes the hash itself, so it stands for the content.
      (a, b) => isAlike(a.file, b.file),
      ({ file }) => file.node_id,
    ),
    messages: tableDifference(before?.messages, after.messages, isAlike, ({ node_id }) => node_id),
  }
}

function tableDifference<Id, Row extends object>(
  before: ReadonlyMap<Id, Row> = new Map(),
  after: ReadonlyMap<Id, Row>,
  isSame: (a: Row, b: Row) => boolean,
  nodeOf: (row: Row) => NodeId | null,
): TableDifference<Id> {
  const written: WrittenRow<Id>[] = []
  for (const [id, row] of after) {
    const former = before.get(id)
    if (former && isSame(former, row)) continue
    written.push({ id, node_id: nodeOf(row), former_node_id: former ? nodeOf(former) : null, is_new: !former })
  }
  const removed: RemovedRow<Id>[] = []
  for (const [id, row] of before) if (!after.has(id)) removed.push({ id, node_id: nodeOf(row) })
  return { written, removed }
}

/** Whether two rows are equal, regardless of field order. JSON is compared as text, as in the databases. */
export const isAlike = <Row extends object>(a: Row, b: Row): boolean => a === b || textOf(a) === textOf(b)

const textOf = (row: object): string => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
