import { beforeEach, expect, test } from 'vitest'
import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { JsonTooDeepError, ScopeBreachError } from '#server/store/ports/errors.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { snapshot } from './writer.contract.ts'

/** JSON of this many levels, without recursion on the way. */
const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as []

const mine = { run_id: BLUE }
const theirs = { run_id: GREEN }
const run = aRun({ ...mine, session_id: `session-${CANARY.blue}`, agent: 'would be new' })
/** A bundle that would change the blue run, but for the rows that make it a bad one. */
const bad = (over: Partial<RunBundle>): RunBundle =>
  aBundle({ run, nodes: [aNode({ ...mine, label: 'would be new' })], ...over })

export function writerRefusalsContract(store: () => Store): void {
  beforeEach(async () => {
    await store().writer.writeSessions(twinSessions)
    for (const bundle of twinRuns) await store().writer.writeRun(bundle)
  })

  /** Tries to write, and reads both runs before and after. */
  async function attempt(bundle: RunBundle) {
    const read = async () => [await snapshot(store(), BLUE), await snapshot(store(), GREEN)]
    const before = await read()
    const error: unknown = await store()
      .writer.writeRun(bundle)
      .catch((refusal: unknown) => refusal)
    return { error, before, after: await read() }
  }

  test.each<{ readonly what: string; readonly bundle: RunBundle }>([
    { what: 'a node of another run', bundle: bad({ nodes: [aNode(theirs)] }) },
    { what: 'an edge of another run', bundle: bad({ edges: [anEdge({ ...theirs, from_node_id: 'step_1' })] }) },
    { what: 'an event of another run', bundle: bad({ events: [anEvent(theirs)] }) },
    { what: 'a file of another run', bundle: bad({ files: [aFile(theirs)] }) },
    { what: 'a message of another run', bundle: bad({ messages: [aMessage(theirs)] }) },
    { what: 'an edge from a node that is not there', bundle: bad({ edges: [anEdge(mine)] }) },
    {
      what: 'an edge to a node that is not there',
      bundle: bad({ edges: [anEdge({ ...mine, from_node_id: 'step_1', to_node_id: 'nowhere' })] }),
    },
    {
      what: 'an event of a node that is not there',
      bundle: bad({ events: [anEvent({ ...mine, node_id: 'nowhere' })] }),
    },
    { what: 'a file of a node that is not there', bundle: bad({ files: [aFile({ ...mine, node_id: 'nowhere' })] }) },
    {
      what: 'a message of a node that is not there',
      bundle: bad({ messages: [aMessage({ ...mine, node_id: 'nowhere' })] }),
    },
    {
      what: 'an event of another run, last of many',
      bundle: bad({
        events: [
          ...Array.from({ length: 1500 }, (_, i) => anEvent({ ...mine, event_id: `new ${i}` })),
          anEvent(theirs),
        ],
      }),
    },
  ])('a bundle with $what changes nothing', async ({ bundle }) => {
    const { error, before, after } = await attempt(bundle)
    expect(error).toBeInstanceOf(ScopeBreachError)
    expect(after).toEqual(before)
  })

  test.each<{ readonly where: string; readonly bundle: RunBundle }>([
    { where: 'inputs', bundle: bad({ events: [anEvent({ ...mine, inputs: deep(JSON_DEPTH_MAX + 1) })] }) },
    { where: 'outputs', bundle: bad({ events: [{ ...anEvent(mine), outputs: deep(100_000) }] }) },
    {
      where: 'meta of an event',
      bundle: bad({ events: [anEvent({ ...mine, meta: { deep: deep(JSON_DEPTH_MAX) } })] }),
    },
    { where: 'meta of a run', bundle: bad({ run: { ...run, meta: { deep: deep(JSON_DEPTH_MAX) } } }) },
    { where: 'meta of a node', bundle: bad({ nodes: [aNode({ ...mine, meta: { deep: deep(JSON_DEPTH_MAX) } })] }) },
    { where: 'meta of a file', bundle: bad({ files: [aFile({ ...mine, meta: { deep: deep(JSON_DEPTH_MAX) } })] }) },
    {
      where: 'meta of a message',
      bundle: bad({ messages: [aMessage({ ...mine, meta: { deep: deep(JSON_DEPTH_MAX) } })] }),
    },
  ])('a bundle with too deep $where changes nothing', async ({ bundle }) => {
    const { error, before, after } = await attempt(bundle)
    expect(error).toBeInstanceOf(JsonTooDeepError)
    expect(after).toEqual(before)
  })

  test('sessions with too deep JSON are refused together', async () => {
    const sessions = [aSession({ session_id: 'fine' }), aSession({ meta: { deep: deep(JSON_DEPTH_MAX) } })]
    await expect(store().writer.writeSessions(sessions)).rejects.toBeInstanceOf(JsonTooDeepError)
    const { total } = await store().repositories.sessions.listSessions({ limit: 1, after: undefined })
    expect(total).toBe(twinSessions.length)
  })

  test('a run without its session is a mistake of the caller, and says so', async () => {
    const orphan = aBundle({ run: aRun({ session_id: 'never written' }) })
    await expect(store().writer.writeRun(orphan)).rejects.toThrow(/session "never written" is not stored/)
    expect(await store().repositories.runs.findRun(orphan.run.run_id)).toBeUndefined()
  })

  test('after a refusal the same run can be written rightly', async () => {
    const refused = bad({ events: [anEvent({ ...mine, node_id: 'nowhere' })] })
    await expect(store().writer.writeRun(refused)).rejects.toBeInstanceOf(ScopeBreachError)
    await store().writer.writeRun(bad({ events: [anEvent({ ...mine, event_id: 'my own' })] }))
    expect((await store().repositories.runs.findRun(BLUE))?.agent).toBe('would be new')
  })
}
