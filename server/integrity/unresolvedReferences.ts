import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'

/*
 * A finding such as a missing parent may be resolved by a run that arrives later. Missing and offered references use
 * the same strings, so that outdated audits can be found by them. A run never lists a reference to something stored:
 * otherwise two runs could keep invalidating each other's audits.
 */

/** References to things that no run has. */
export function unresolvedReferences(
  { run, nodes, events }: AuditedRun,
  around: ResolvedReferences,
): readonly string[] {
  const awaited = new Set<string>()
  if (run.parent_run_id !== null && !around.runs.has(run.parent_run_id)) awaited.add(ofRun(run.parent_run_id))
  const ownNodes = new Set(nodes.map(({ node_id }) => node_id))
  for (const { node_id, parent_node_id, origin } of nodes) {
    if (origin !== 'recorded' && around.nodes.get(node_id) !== 'recorded') awaited.add(ofNodeRow(node_id))
    if (parent_node_id !== null && !ownNodes.has(parent_node_id) && !around.nodes.has(parent_node_id))
      awaited.add(ofNode(parent_node_id))
  }
  const ownEvents = new Set(events.map(({ event_id }) => event_id))
  for (const { parent_event_id } of events)
    if (parent_event_id !== null && !ownEvents.has(parent_event_id) && !around.events.has(parent_event_id))
      awaited.add(ofEvent(parent_event_id))
  return [...awaited]
}

/** References that other runs may have been missing and that this run resolves. */
export const offeredReferences = ({ run, nodes, events }: AuditedRun): readonly string[] => [
  ofRun(run.run_id),
  ...nodes.flatMap(({ node_id, origin }) =>
    origin === 'recorded' ? [ofNode(node_id), ofNodeRow(node_id)] : [ofNode(node_id)],
  ),
  ...events.map(({ event_id }) => ofEvent(event_id)),
]

const ofRun = (run_id: string): string => `run ${run_id}`
/** A node in any run. */
const ofNode = (node_id: string): string => `node ${node_id}`
/** A recorded node, not one derived from events. */
const ofNodeRow = (node_id: string): string => `row of node ${node_id}`
const ofEvent = (event_id: string): string => `event ${event_id}`
