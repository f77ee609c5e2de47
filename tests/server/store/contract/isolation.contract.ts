import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { MessageId, type NodeRef } from '#contract/ids.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import type { Repositories, Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, nodeRef } from '#tests/support/testStore.ts'

type Read = (repositories: Repositories, ref: NodeRef) => Promise<unknown>

/** Every read that takes a run or a node. `step_1` is in both runs, with rows of every kind. */
const READS: Readonly<Record<string, Read>> = {
  findRun: ({ runs }, ref) => runs.findRun(ref.run_id),
  findListedRun: ({ runs }, ref) => runs.findListedRun(ref.run_id),
  'listEnrichedNodes of some': ({ nodes }, ref) => nodes.listEnrichedNodes(ref.run_id, [ref.node_id]),
  findMessage: ({ messages }, ref) =>
    messages.findMessage(ref.run_id, z.parse(MessageId, `${ref.run_id === BLUE ? CANARY.blue : CANARY.green}-message`)),
  listEnrichedNodes: ({ nodes }, ref) => nodes.listEnrichedNodes(ref.run_id),
  findEnrichedNode: ({ nodes }, ref) => nodes.findEnrichedNode(ref),
  listEdges: ({ nodes }, ref) => nodes.listEdges(ref.run_id),
  listEventsForRun: ({ events }, ref) => events.listEventsForRun(ref.run_id, {}, FIRST_PAGE),
  listEventsForNodeInRun: ({ events }, ref) => events.listEventsForNodeInRun(ref, {}, FIRST_PAGE),
  'listEventsForNodeInRun with filters': ({ events }, ref) =>
    events.listEventsForNodeInRun(ref, { event_type: ['error', 'code_exec'], q: 'PROBE', errors: 'true' }, FIRST_PAGE),
  listEventBriefsForRun: ({ events }, ref) => events.listEventBriefsForRun(ref.run_id, 'all', FIRST_PAGE),
  listEventBriefsForNodeInRun: ({ events }, ref) => events.listEventBriefsForNodeInRun(ref, 'end', FIRST_PAGE),
  'listEventBriefsForRun of errors': ({ events }, ref) =>
    events.listEventBriefsForRun(ref.run_id, 'errors', FIRST_PAGE),
  'listEventBriefsForNodeInRun of boundaries': ({ events }, ref) =>
    events.listEventBriefsForNodeInRun(ref, 'boundaries', FIRST_PAGE),
  listFilesForRun: ({ files }, ref) => files.listFilesForRun(ref.run_id, FIRST_PAGE),
  listFilesForNodeInRun: ({ files }, ref) => files.listFilesForNodeInRun(ref, FIRST_PAGE),
  listMessagesForRun: ({ messages }, ref) => messages.listMessagesForRun(ref.run_id, {}, FIRST_PAGE),
  'listMessagesForRun of flows that both runs have': async ({ messages }, ref) => {
    const flows = await Promise.all([BLUE, GREEN].map((run_id) => messages.countMessageFlows(run_id)))
    return messages.listMessagesForRun(ref.run_id, { flows: flows.flat() }, FIRST_PAGE)
  },
  countMessageFlows: ({ messages }, ref) => messages.countMessageFlows(ref.run_id),
  listMessagesForNodeInRun: ({ messages }, ref) => messages.listMessagesForNodeInRun(ref, FIRST_PAGE),
  'search for events': ({ search }, ref) => search.search(ref.run_id, 'event', 'e', FIRST_PAGE),
  'search for nodes': ({ search }, ref) => search.search(ref.run_id, 'node', 'e', FIRST_PAGE),
  'search for files': ({ search }, ref) => search.search(ref.run_id, 'file', 'o', FIRST_PAGE),
  'search for messages': ({ search }, ref) => search.search(ref.run_id, 'message', 'e', FIRST_PAGE),
  summarizeRun: ({ summaries }, ref) => summaries.summarizeRun(ref.run_id),
  summarizeNode: ({ summaries }, ref) => summaries.summarizeNode(ref),
}

export function isolationContract(store: () => Store): void {
  beforeEach(async () => {
    await store().writer.writeSessions(twinSessions)
    for (const bundle of twinRuns) await store().writer.writeRun(bundle)
  })

  describe.each(Object.entries(READS))('%s', (_name, read) => {
    test.each([
      { colour: 'blue', run_id: BLUE, own: CANARY.blue, other: CANARY.green, foreign: GREEN },
      { colour: 'green', run_id: GREEN, own: CANARY.green, other: CANARY.blue, foreign: BLUE },
    ])('answers the $colour run with its own words only', async ({ run_id, own, other, foreign }) => {
      const answer = JSON.stringify(await read(store().repositories, nodeRef(run_id, 'step_1')))
      expect(answer).toContain(own)
      expect(answer).not.toContain(other)
      expect(answer).not.toContain(foreign)
    })

    test('answers an unknown run with nobody’s words', async () => {
      const answer = JSON.stringify((await read(store().repositories, nodeRef(UNKNOWN, 'step_1'))) ?? null)
      expect(answer).not.toMatch(new RegExp(`${CANARY.blue}|${CANARY.green}`))
    })
  })

  test('an event, a file or a content is not found under another run', async () => {
    const { events, files } = store().repositories
    for (const bundle of twinRuns) {
      const foreign = bundle.run.run_id === BLUE ? GREEN : BLUE
      for (const { event_id } of bundle.events) {
        expect((await events.findEvent(bundle.run.run_id, event_id))?.event_id).toBe(event_id)
        expect(await events.findEvent(foreign, event_id)).toBeUndefined()
      }
      for (const { file_id } of bundle.files) {
        expect((await files.findFile(bundle.run.run_id, file_id))?.file_id).toBe(file_id)
        expect(await files.readContent(bundle.run.run_id, file_id, 0, 9)).toBeDefined()
        expect(await files.findFile(foreign, file_id)).toBeUndefined()
        expect(await files.readContent(foreign, file_id, 0, 9)).toBeUndefined()
      }
    }
  })

  test('an event’s tree stays in the run of the event', async () => {
    for (const { run, events } of twinRuns)
      for (const { event_id } of events) {
        const { rows } = await store().repositories.events.getEventTree(run.run_id, event_id)
        expect(rows.length).toBeGreaterThan(0)
        expect(new Set(rows.map((row) => row.run_id))).toEqual(new Set([run.run_id]))
      }
  })
}
