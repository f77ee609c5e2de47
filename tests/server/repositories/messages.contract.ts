import { expect, test } from 'vitest'
import { aBundle, aMessage, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/ports.ts'
import { FIRST_PAGE, nodeRef, readByPages, storeRuns } from '#tests/support/testStore.ts'

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

export function messagesContract(store: () => Store): void {
  const messages = () => store().repositories.messages

  test('come back field for field, oldest first, those without a time last', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: MESSAGES.toReversed() }))
    const slice = { rows: MESSAGES, total: MESSAGES.length, next: undefined }
    expect(await messages().listMessagesForRun(RUN, FIRST_PAGE)).toEqual(slice)
    expect(await messages().listMessagesForNodeInRun(STEP, FIRST_PAGE)).toEqual(slice)
  })

  test('pages of every size make up the whole list', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: MESSAGES }))
    for (let limit = 1; limit <= MESSAGES.length + 1; limit++) {
      expect(await readByPages(limit, (page) => messages().listMessagesForRun(RUN, page))).toEqual(MESSAGES)
      expect(await readByPages(limit, (page) => messages().listMessagesForNodeInRun(STEP, page))).toEqual(MESSAGES)
    }
  })

  test('of a node leave out those of the run', async () => {
    const ofRun = aMessage({ message_id: 'of the run' })
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages: [...MESSAGES, ofRun] }))
    expect((await messages().listMessagesForNodeInRun(STEP, FIRST_PAGE)).total).toBe(MESSAGES.length)
    expect((await messages().listMessagesForRun(RUN, FIRST_PAGE)).total).toBe(MESSAGES.length + 1)
  })
}
