import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { SessionId } from '#contract/ids.ts'
import { aBundle, aFile, aMessage, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import type { RunContent } from '#contract/runContents.ts'
import type { RunFilter } from '#server/store/ports/runs.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, readByPages, runId, storeRuns } from '#tests/support/testStore.ts'

const day = (number: number, micros = '000000') => `2026-01-0${number}T00:00:00.${micros}Z`

/** In the order in which they are listed. */
const RUNS = [
  aRun({ run_id: runId(3), started_at: day(9), status: 'executing', mode: 'one_shot', agent: 'Planner' }),
  aRun({ run_id: runId(8), started_at: day(5, '000002'), task_description: '100% of the_rows' }),
  aRun({ run_id: runId(7), started_at: day(5, '000001'), task_description: '100x of the rows', mode: 'one_shot' }),
  aRun({ run_id: runId(6), started_at: day(5, '000001'), session_id: 'session-Ω', model: 'gpt-Ω' }),
  aRun({ run_id: runId(1), started_at: day(2), status: 'a new word', mode: null, agent: null }),
  aRun({ run_id: 'ffffffff-0000-4000-8000-000000000009', started_at: null, status: 'draft' }),
  aRun({ run_id: runId(2), started_at: null, status: 'draft' }),
]

export function runsContract(store: () => Store): void {
  const list = (filter: RunFilter = {}, page = FIRST_PAGE) => store().repositories.runs.listRuns(filter, page)
  const idsOf = async (filter: RunFilter) => {
    const { rows, total } = await list(filter)
    expect(total).toBe(rows.length)
    return rows.map((row) => row.run_id.slice(-1))
  }

  beforeEach(async () => {
    await store().writer.writeSessions([aSession({ session_id: 'session-Ω', name: 'Named Session' })])
    await storeRuns(store(), ...RUNS.toReversed().map((run) => aBundle({ run })))
  })

  test('are listed latest start first, those without a start last, ties by id', async () => {
    expect((await list()).rows.map((row) => row.run_id)).toEqual(RUNS.map((run) => run.run_id))
  })

  test('come back field for field', async () => {
    const [first] = (await list()).rows
    expect(first).toEqual({
      ...RUNS[0],
      session_name: null,
      node_count: 0,
      event_count: 0,
      error_count: 0,
      file_count: 0,
      message_count: 0,
      finding_count: null,
    })
    for (const run of RUNS) {
      expect(await store().repositories.runs.findRun(run.run_id)).toMatchObject(run)
      expect(await store().repositories.runs.hasRun(run.run_id)).toBe(true)
    }
  })

  test('pages of every size make up the whole list, with and without a filter', async () => {
    for (const filter of [{}, { mode: 'planning_control' }]) {
      const whole = (await list(filter)).rows
      for (let limit = 1; limit <= RUNS.length + 1; limit++)
        expect(await readByPages(limit, (page) => list(filter, page))).toEqual(whole)
    }
  })

  test.each([
    ['import', true],
    ['demo', true],
    ['batch', false],
  ] as const)('a run that %s wrote is imported: %s', async (writer, isImported) => {
    const run = aRun({ run_id: runId(90), session_id: RUNS[0]?.session_id ?? '' })
    await store().writer.writeRun(aBundle({ run }), writer)
    expect(await store().repositories.runs.isImported(run.run_id)).toBe(isImported)
  })

  test('an unknown run is not found', async () => {
    expect(await store().repositories.runs.findRun(UNKNOWN)).toBeUndefined()
    expect(await store().repositories.runs.hasRun(UNKNOWN)).toBe(false)
    expect(await store().repositories.runs.isImported(UNKNOWN)).toBe(false)
  })

  test.each<{ readonly what: string; readonly filter: RunFilter; readonly found: readonly string[] }>([
    { what: 'session', filter: { session_id: z.parse(SessionId, 'session-Ω') }, found: ['6'] },
    { what: 'one of several statuses', filter: { status: ['executing', 'draft'] }, found: ['3', '9', '2'] },
    { what: 'mode', filter: { mode: 'one_shot' }, found: ['3', '7'] },
    { what: 'agent, exactly as facets name it', filter: { agent: 'Planner' }, found: ['3'] },
    { what: 'start, from and before', filter: { since: day(5, '000001'), until: day(5, '000002') }, found: ['7', '6'] },
    { what: 'start, without those that have none', filter: { until: day(3) }, found: ['1'] },
    { what: 'task, where % and _ mean themselves', filter: { q: '100% OF THE_' }, found: ['8'] },
    { what: 'a backslash, which means itself', filter: { q: '100\\%' }, found: [] },
    { what: 'agent, without regard to ASCII case', filter: { q: 'PLANNER', mode: 'one_shot' }, found: ['3', '7'] },
    { what: 'model, with regard to other case', filter: { q: 'GPT-Ω' }, found: ['6'] },
    { what: 'no case but that of ASCII', filter: { q: 'gpt-ω' }, found: [] },
    { what: 'session name', filter: { q: 'named sess' }, found: ['6'] },
    { what: 'session id', filter: { q: 'SESSION-Ω' }, found: ['6'] },
    { what: 'the beginning of the id', filter: { q: 'FFFFffff-' }, found: ['9'] },
    { what: 'the end of the id, which is not searched', filter: { q: '000000000009' }, found: [] },
    { what: 'two filters at once', filter: { mode: 'one_shot', q: '100' }, found: ['7'] },
  ])('are filtered by $what', async ({ filter, found }) => {
    expect(await idsOf(filter)).toEqual(found)
  })

  test('bear counts of their own rows only', async () => {
    const inRun = { run_id: runId(6) }
    const node = { ...inRun, node_id: 'step_1' }
    await storeRuns(
      store(),
      aBundle({
        run: RUNS[3] ?? aRun(),
        nodes: [aNode(node), aNode({ ...node, node_id: 'step_2' })],
        events: [anEvent(inRun), anEvent({ ...node, event_id: 'e2', status: 'failed' })],
        files: [aFile(node)],
        messages: [aMessage(node), aMessage({ ...inRun, message_id: 'm2' }), aMessage({ ...inRun, message_id: 'm3' })],
      }),
    )
    const counts = { node_count: 2, event_count: 2, error_count: 1, file_count: 1, message_count: 3 }
    for (const row of (await list()).rows) {
      const none = { node_count: 0, event_count: 0, error_count: 0, file_count: 0, message_count: 0 }
      expect(row).toMatchObject(row.run_id === runId(6) ? { ...counts, session_name: 'Named Session' } : none)
    }
  })

  test('tell which words occur, most frequent first, then by code point', async () => {
    expect(await store().repositories.runs.facets()).toEqual({
      statuses: [
        { value: 'completed', count: 3 },
        { value: 'draft', count: 2 },
        { value: 'a new word', count: 1 },
        { value: 'executing', count: 1 },
      ],
      modes: [
        { value: 'planning_control', count: 4 },
        { value: 'one_shot', count: 2 },
      ],
      agents: [
        { value: 'planner', count: 5 },
        { value: 'Planner', count: 1 },
      ],
    })
  })

  test('are listed by what they have', async () => {
    const inRun = (number: number) => ({ run_id: runId(number) })
    const failed = { ...inRun(31), status: 'failed', event_id: 'failed' } as const
    await storeRuns(
      store(),
      aBundle({ run: aRun({ ...inRun(31), started_at: day(4) }), events: [anEvent(failed)] }),
      aBundle({ run: aRun({ ...inRun(32), started_at: day(3) }), nodes: [aNode(inRun(32))] }),
      aBundle({ run: aRun({ ...inRun(33), started_at: day(2) }), files: [aFile(inRun(33))] }),
      aBundle({ run: aRun({ ...inRun(34), started_at: day(1) }), messages: [aMessage(inRun(34))] }),
    )
    const having = async (...has: readonly RunContent[]) => {
      const { rows, total } = await list({ has })
      expect(total).toBe(rows.length)
      return rows.map(({ run_id }) => Number(run_id.slice(-2)))
    }
    expect(await having('rows')).toEqual([31, 32, 33, 34])
    expect(await having('errors')).toEqual([31])
    expect(await having('rows', 'errors')).toEqual([31])
    expect((await having()).length).toBe(RUNS.length + 4)
  })

  test('of late are counted by day, with what failed and what it cost', async () => {
    const cost = (event_id: string, cost_usd: number, run_id: string) =>
      anEvent({ run_id, event_id, event_type: 'llm_call', meta: { cost_usd } })
    const failed = aRun({ run_id: runId(20), started_at: day(9, '000001'), status: 'failed' })
    await storeRuns(
      store(),
      aBundle({ run: failed, events: [cost('a', 0.25, runId(20)), cost('b', 0.5, runId(20))] }),
      aBundle({ run: aRun({ run_id: runId(21), started_at: day(2) }), events: [cost('a', 1, runId(21))] }),
    )
    expect(await store().repositories.runs.recentRuns()).toEqual({
      runs: 7,
      days: [
        { day: '2026-01-09', runs: 2, failed: 1, cost_usd: 0.75 },
        { day: '2026-01-05', runs: 3, failed: 0, cost_usd: null },
        { day: '2026-01-02', runs: 2, failed: 0, cost_usd: 1 },
      ],
    })
  })
}
