import { expect, test } from 'vitest'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { FIRST_PAGE, nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'
import { snapshot } from './writer.contract.ts'

const BOM = '\ufeff'
const RUN = aRun().run_id

/** Ids that a version before this one took: nothing but the mark, and one that differs from another only by it. */
const bundle: RunBundle = aBundle({
  run: aRun({ session_id: `${BOM}s`, task_description: `${BOM}task`, agent: BOM }),
  nodes: [aNode({ node_id: BOM, label: `${BOM}label` }), aNode({ node_id: `${BOM}x` }), aNode({ node_id: 'x' })],
  edges: [anEdge({ from_node_id: BOM, to_node_id: `${BOM}x`, condition: `${BOM}if` })],
  events: [
    anEvent({
      event_id: BOM,
      node_id: BOM,
      error_message: `${BOM}error`,
      inputs: `${BOM}in`,
      outputs: { a: `${BOM}o` },
    }),
    anEvent({ event_id: `${BOM}e`, node_id: `${BOM}x`, parent_event_id: BOM }),
    anEvent({ event_id: 'e', node_id: 'x' }),
  ],
  files: [aFile({ file_id: `${BOM}f`, node_id: BOM, file_path: `${BOM}a.txt` })],
  messages: [aMessage({ message_id: `${BOM}m`, node_id: BOM, content: `${BOM}hello`, sender: BOM })],
})

/** A leading U+FEFF is a part of a text and no mark of its encoding: whoever decodes texts must not drop it. */
export function byteOrderMarksContract(store: () => Store): void {
  test('texts that begin with U+FEFF are read back as they were written, and stay different from those without', async () => {
    await store().writer.writeSessions([aSession({ session_id: `${BOM}s`, name: BOM })])
    await storeRuns(store(), bundle)
    const { run, nodes, edges, events, files, messages } = await snapshot(store())
    expect(run).toMatchObject({ session_id: `${BOM}s`, session_name: BOM, task_description: `${BOM}task`, agent: BOM })
    expect(nodes.map(({ node_id }) => node_id).toSorted()).toEqual(['x', BOM, `${BOM}x`].toSorted())
    expect(nodes.find(({ node_id }) => node_id === BOM)).toMatchObject({ label: `${BOM}label`, event_count: 1 })
    expect(edges).toMatchObject([{ from_node_id: BOM, to_node_id: `${BOM}x`, condition: `${BOM}if` }])
    expect(new Set(events.map(({ event_id }) => event_id))).toEqual(new Set([BOM, `${BOM}e`, 'e']))
    expect(events.find(({ event_id }) => event_id === `${BOM}e`)?.parent_event_id).toBe(BOM)
    expect(files).toMatchObject([{ file_id: `${BOM}f`, file_path: `${BOM}a.txt` }])
    expect(messages).toMatchObject([{ message_id: `${BOM}m`, content: `${BOM}hello`, sender: BOM }])
    const { repositories } = store()
    const whole = bundle.events[0]
    expect(whole && (await repositories.events.findEvent(RUN, whole.event_id))).toEqual(whole)
    expect((await repositories.nodes.findEnrichedNode(nodeRef(RUN, 'x')))?.node_id).toBe('x')
    expect((await repositories.sessions.listSessions(FIRST_PAGE)).rows.map(({ name }) => name)).toContain(BOM)
  })

  test('runs with such ids are looked through like all others', async () => {
    await storeRuns(store(), bundle, aBundle({ run: aRun({ run_id: runId(2) }) }))
    const service = new IntegrityService(store().repositories.integrity)
    await service.refresh()
    expect(await service.report()).toMatchObject({ counts: { runs: 2, nodes: 3 }, runs_pending: 0 })
  })
}
