import { expect, test } from 'vitest'
import { JSON_DEPTH_MAX, type JsonValue } from '#contract/json.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { GREEN } from '#mocks/fixtures/twinRuns.ts'
import { atOnce } from '#server/lib/Pace.ts'
import { JsonTooDeepError, ScopeBreachError } from '#server/store/ports/errors.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { batchChecks, checkBundle, nodesNamedOutside, refuseNodes } from '#server/store/prepare/checkBundle.ts'

const RUN = aRun().run_id
const batchOf = (bundle: RunBundle) => ({ ...bundle, run_id: RUN, sessions: [] })
const refusedBundle = (bundle: RunBundle) => () => checkBundle(bundle)
const refusedBatch = (bundle: RunBundle) => () => atOnce(batchChecks(batchOf(bundle)))

const step = aNode({ node_id: 'step_1' })
const FOREIGN: readonly (readonly [string, RunBundle])[] = [
  [
    'node "step_1" (nodes[1])',
    aBundle({ nodes: [aNode({ node_id: 'a' }), aNode({ node_id: 'step_1', run_id: GREEN })] }),
  ],
  [
    'edge "step_1 → step_1" (edges[0])',
    aBundle({ nodes: [step], edges: [anEdge({ from_node_id: 'step_1', to_node_id: 'step_1', run_id: GREEN })] }),
  ],
  ['event "e" (events[0])', aBundle({ events: [anEvent({ event_id: 'e', run_id: GREEN })] })],
  ['file "f" (files[0])', aBundle({ files: [aFile({ file_id: 'f', run_id: GREEN })] })],
  ['message "m" (messages[0])', aBundle({ messages: [aMessage({ message_id: 'm', run_id: GREEN })] })],
]

test.each(FOREIGN)('%s of another run is refused', (name, bundle) => {
  const error = new ScopeBreachError(`${name} belongs to run ${GREEN}, not to run ${RUN}`)
  expect(refusedBundle(bundle)).toThrow(error)
  expect(refusedBatch(bundle)).toThrow(error)
})

test('the run of another id is refused in a batch', () => {
  const name = `run "${GREEN}"`
  expect(refusedBatch(aBundle({ run: aRun({ run_id: GREEN }) }))).toThrow(
    new ScopeBreachError(`${name} belongs to run ${GREEN}, not to run ${RUN}`),
  )
})

const tooDeep = { a: JSON.parse('['.repeat(JSON_DEPTH_MAX) + ']'.repeat(JSON_DEPTH_MAX)) as JsonValue }
const DEEP: readonly (readonly [string, RunBundle])[] = [
  [`run "${RUN}"`, aBundle({ run: aRun({ meta: tooDeep }) })],
  ['node "n" (nodes[0])', aBundle({ nodes: [aNode({ node_id: 'n', meta: tooDeep })] })],
  ['event "e" (events[0])', aBundle({ events: [anEvent({ event_id: 'e', inputs: tooDeep })] })],
  ['event "e" (events[0])', aBundle({ events: [anEvent({ event_id: 'e', outputs: tooDeep })] })],
  ['event "e" (events[0])', aBundle({ events: [anEvent({ event_id: 'e', meta: tooDeep })] })],
  ['file "f" (files[0])', aBundle({ files: [aFile({ file_id: 'f', meta: tooDeep })] })],
  ['message "m" (messages[0])', aBundle({ messages: [aMessage({ message_id: 'm', meta: tooDeep })] })],
]

test.each(DEEP)('%s with a payload that is nested too deeply is refused', (name, bundle) => {
  const error = new JsonTooDeepError(`${name} nests JSON deeper than ${JSON_DEPTH_MAX} levels`)
  expect(refusedBundle(bundle)).toThrow(error)
  expect(refusedBatch(bundle)).toThrow(error)
})

const lost = 'nowhere'
const UNKNOWN: readonly (readonly [string, RunBundle])[] = [
  [
    'edge "step_1 → nowhere" (edges[0])',
    aBundle({ nodes: [step], edges: [anEdge({ from_node_id: 'step_1', to_node_id: lost })] }),
  ],
  [
    'edge "nowhere → step_1" (edges[0])',
    aBundle({ nodes: [step], edges: [anEdge({ from_node_id: lost, to_node_id: 'step_1' })] }),
  ],
  ['event "e" (events[0])', aBundle({ events: [anEvent({ event_id: 'e', node_id: lost })] })],
  ['file "f" (files[0])', aBundle({ files: [aFile({ file_id: 'f', node_id: lost })] })],
  ['message "m" (messages[0])', aBundle({ messages: [aMessage({ message_id: 'm', node_id: lost })] })],
]

test.each(UNKNOWN)('%s that names an unknown node is refused', (name, bundle) => {
  expect(refusedBundle(bundle)).toThrow(
    new ScopeBreachError(`${name} names node "nowhere", which is not among the nodes given for run ${RUN}`),
  )
  const batch = batchOf(bundle)
  expect(() => atOnce(batchChecks(batch))).not.toThrow()
  const outside = nodesNamedOutside(batch)
  expect([...outside]).toEqual([lost])
  expect(() => refuseNodes(batch, new Set())).not.toThrow()
  expect(() => refuseNodes(batch, outside)).toThrow(
    new ScopeBreachError(`${name} names node "nowhere", which is neither given nor stored for run ${RUN}`),
  )
})
