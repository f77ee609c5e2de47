import { expect, test } from 'vitest'
import { aBundle, aFile, aNode, aRun, anEvent, aSession } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { BundleWriter, UnplacedRow } from '#server/store/ports/writer.ts'
import { FIRST_PAGE, runId } from '#tests/support/testStore.ts'

const without = (old_key: string): UnplacedRow => ({
  old_table: 'execution_events',
  old_key,
  run_id: null,
  kind: 'run_missing',
  reason: 'it names no run',
  row: { id: old_key },
})

export function demoContract(store: () => Store): void {
  const write = async (writer: BundleWriter, session_id: string, ...numbers: readonly number[]) => {
    await store().writer.writeSessions([aSession({ session_id })], writer)
    for (const number of numbers) {
      const run_id = runId(number)
      const rows = { nodes: [aNode({ run_id })], events: [anEvent({ run_id })], files: [aFile({ run_id })] }
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await store().writer.writeRun(aBundle({ run: aRun({ run_id, session_id }), ...rows }), writer)
    }
  }
  const left = async () => {
    const { runs, sessions, unplaced } = store().repositories
    const { rows } = await runs.listRuns({}, FIRST_PAGE)
    return {
      runs: rows.map(({ run_id }) => run_id).sort(),
      sessions: (await sessions.listSessions(FIRST_PAGE)).rows.map(({ session_id }) => session_id).sort(),
      unplaced: (await unplaced.listUnplaced(FIRST_PAGE)).rows.map(({ old_key }) => old_key).sort(),
    }
  }

  test('is removed with its sessions and its rows without a place, and nothing else is', async () => {
    await write('demo', 'of the demo', 1, 2)
    await write('import', 'of an import', 3)
    await write('batch', 'of a batch', 4)
    // More than are deleted at once.
    await write('demo', 'of the demo too', ...Array.from({ length: 25 }, (_, i) => 10 + i))
    await store().writer.writeSessions([aSession({ session_id: 'without runs' })], 'demo')
    await store().writer.keepUnplaced([without('demo')], 'demo')
    await store().writer.keepUnplaced([without('import')])
    expect((await store().demo.state()).runs).toBe(27)
    const told = new Set<string>()
    const stop = store().changes.subscribe((run_ids) => run_ids.forEach((run_id) => told.add(run_id)))

    expect(await store().demo.remove()).toBe(27)
    expect(await left()).toEqual({
      runs: [runId(3), runId(4)],
      sessions: ['of a batch', 'of an import'],
      unplaced: ['import'],
    })
    expect(await store().demo.state()).toEqual({ runs: 0, wasRemoved: true })
    await expect.poll(() => [told.has(runId(1)), told.has(runId(34))]).toEqual([true, true])
    stop()

    expect(await store().demo.remove()).toBe(0)
  })

  test('is not the runs of others, however they are called', async () => {
    await write('batch', 'demo', 1)
    expect((await store().demo.state()).runs).toBe(0)
    await store().demo.remove()
    expect((await left()).runs).toEqual([runId(1)])
  })
}
