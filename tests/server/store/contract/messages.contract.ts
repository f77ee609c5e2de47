import { expect, test } from 'vitest'
import { aBundle, aMessage, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { MessageFlow } from '#server/store/ports/messages.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, nodeRef, readByPages, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const STEP = nodeRef(RUN, 'step_1')
const at = (micros: number) => `2026-01-20T10:00:00.00000${micros}Z`
const inStep = { node_id: 'step_1' }

/** In the order in which they are listed. */
const MESSAGES = [
  aMessage({
    ...inStep,
    message_id: '10',
    timestamp: at(1),
    content: '**bold** \u{1f600}\n',
    tokens: 0,
    meta: { b: 1, a: 2 },
  }),
  aMessage({ ...inStep, message_id: '1', timestamp: at(2), sender: null, recipient: null, content: '' }),
  aMessage({ ...inStep, message_id: '12', timestamp: at(2), event_id: 'never stored' }),
  aMessage({ ...inStep, message_id: '2', timestamp: at(2), tokens: Number.MAX_SAFE_INTEGER }),
  aMessage({ ...inStep, message_id: '0' }),
]

/** Names that a careless key would take for each other. */
const FLOWING = [
  { ...inStep, sender: 'a', recipient: 'b' },
  { ...inStep, sender: 'b', recipient: 'a' },
  { ...inStep, sender: 'a', recipient: 'b' },
  { sender: 'a', recipient: 'b' },
  { sender: 'a', recipient: null },
  { sender: 'null', recipient: 'b' },
  { sender: null, recipient: 'b' },
  { sender: 'a"b', recipient: 'b' },
].map((row, i) => aMessage({ ...row, message_id: `m${i}`, timestamp: at(i) }))

export function messagesContract(store: () => Store): void {
  const messages = () => store().repositories.messages

  test('come back field for field, oldest first, those without a time last', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: MESSAGES.toReversed() }))
    const slice = { rows: MESSAGES, total: MESSAGES.length, next: undefined }
    expect(await messages().listMessagesForRun(RUN, {}, FIRST_PAGE)).toEqual(slice)
    expect(await messages().listMessagesForNodeInRun(STEP, FIRST_PAGE)).toEqual(slice)
  })

  test('pages of every size make up the whole list', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: MESSAGES }))
    for (let limit = 1; limit <= MESSAGES.length + 1; limit++) {
      expect(await readByPages(limit, (page) => messages().listMessagesForRun(RUN, {}, page))).toEqual(MESSAGES)
      expect(await readByPages(limit, (page) => messages().listMessagesForNodeInRun(STEP, page))).toEqual(MESSAGES)
    }
  })

  test('of a node leave out those of the run', async () => {
    const ofRun = aMessage({ message_id: 'of the run' })
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: [...MESSAGES, ofRun] }))
    expect((await messages().listMessagesForNodeInRun(STEP, FIRST_PAGE)).total).toBe(MESSAGES.length)
    expect((await messages().listMessagesForRun(RUN, {}, FIRST_PAGE)).total).toBe(MESSAGES.length + 1)
  })

  test('are counted by node, sender and recipient, a missing one being a value of its own', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: FLOWING }))
    const flows = await messages().countMessageFlows(RUN)
    const sorted = flows.map((flow) => JSON.stringify([flow.node_id, flow.sender, flow.recipient, flow.count])).sort()
    expect(sorted).toEqual(
      [
        '["step_1","a","b",2]',
        '["step_1","b","a",1]',
        '[null,"a","b",1]',
        '[null,"a",null,1]',
        '[null,"null","b",1]',
        '[null,null,"b",1]',
        '[null,"a\\"b","b",1]',
      ].sort(),
    )
    expect(await messages().countMessageFlows(aRun({ run_id: runId(2) }).run_id)).toEqual([])
  })

  test('of some flows are those of each, and of no flow none', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: FLOWING }))
    const flows = await messages().countMessageFlows(RUN)
    const listed: string[] = []
    for (const flow of flows) {
      const { rows, total } = await messages().listMessagesForRun(RUN, { flows: [flow] }, FIRST_PAGE)
      expect(rows).toHaveLength(flow.count)
      expect(total).toBe(flow.count)
      expect(rows).toEqual(rows.map((row) => ({ ...row, ...pick(flow) })))
      listed.push(...rows.map((row) => row.message_id))
    }
    expect(listed.sort()).toEqual(FLOWING.map((message) => String(message.message_id)).sort())
    const all = { flows: flows.filter((flow) => flow.node_id !== null) }
    const whole = (await messages().listMessagesForRun(RUN, all, FIRST_PAGE)).rows
    expect(whole.map((row) => row.message_id)).toEqual(['m0', 'm1', 'm2'])
    expect(await readByPages(1, (page) => messages().listMessagesForRun(RUN, all, page))).toEqual(whole)
    expect(await messages().listMessagesForRun(RUN, { flows: [] }, FIRST_PAGE)).toEqual({
      rows: [],
      total: 0,
      next: undefined,
    })
  })
}

const pick = ({ node_id, sender, recipient }: MessageFlow) => ({ node_id, sender, recipient })
