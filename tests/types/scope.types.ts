/**
 * What must not compile. `npm run typecheck` fails when one of these lines starts to compile, since an expected error that
 * does not occur is an error itself.
 */
import type { EventId, NodeId, NodeRef, RunId } from '#contract/ids.ts'
import type { EventRepository } from '#server/store/ports/events.ts'
import { ask } from '#src/api/http.ts'
import { nodeKey } from '#src/api/keys.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import type { NavigationState, NavigationStore } from '#src/navigation/navigationStore.ts'
import type { Selection } from '#src/navigation/location.ts'

declare const run_id: RunId
declare const node_id: NodeId
declare const event_id: EventId
declare const ref: NodeRef
declare const events: EventRepository
declare const navigation: NavigationState
declare const store: NavigationStore

// Plain text is no id: a brand is made by the schemas of contract/ids.ts alone.
// @ts-expect-error
export const plainRun: RunId = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
// @ts-expect-error
export const plainRef: NodeRef = { run_id: 'a', node_id: 'step_1' }

// Ids of different kinds cannot be swapped.
// @ts-expect-error
export const swapped: NodeRef = { run_id: node_id, node_id: run_id }
// @ts-expect-error
export const eventForNode: NodeRef = { run_id, node_id: event_id }

// A node without its run is no node.
// @ts-expect-error
export const half: NodeRef = { node_id }
// @ts-expect-error
void events.listEventsForNodeInRun(node_id, {}, { limit: 1, after: undefined })
// @ts-expect-error
void events.listEventsForNodeInRun({ node_id }, {}, { limit: 1, after: undefined })
// @ts-expect-error
void events.listEventsForNodeInRun(undefined, {}, { limit: 1, after: undefined })
// @ts-expect-error
void nodeQueries.files(node_id)
// @ts-expect-error
void nodeKey(node_id)
// @ts-expect-error
navigation.openNode(node_id)

// There is no state "node chosen, run unknown".
// @ts-expect-error
export const runless: Selection = { kind: 'node', ref: { node_id }, tab: 'events', event_id: undefined }
// @ts-expect-error
export const tabless: Selection = { kind: 'node', ref }

// An address cannot be changed in place.
// @ts-expect-error
ref.run_id = run_id
// @ts-expect-error
store.getState().selection = { kind: 'none' }

// The app only reads: what writes cannot be asked.
// @ts-expect-error
void ask('writeBatch', { run_id }, {}, AbortSignal.timeout(1))
