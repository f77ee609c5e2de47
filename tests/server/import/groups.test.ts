import { expect, test } from 'vitest'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { inGroups } from '#server/import/inGroups.ts'
import { memoryOldSource } from '#server/import/memoryOldSource.ts'
import type { OldSize } from '#server/import/OldSource.ts'
import { OtherOriginError, ScopeBreachError } from '#server/store/ports/errors.ts'
import type { BundleWriter, ImportWriter } from '#server/store/ports/writer.ts'
import { oldDatabase, oldEvent, oldRun } from '#tests/support/oldDatabases/oldRows.ts'
import { runByRun } from '#tests/support/oldDatabases/runByRun.ts'
import { runId } from '#tests/support/testStore.ts'

/** Runs with this many events each. */
const runsWith = (eventsOfRun: readonly number[]) =>
  oldDatabase({
    workflow_runs: eventsOfRun.map((_, run) => oldRun(runId(run))),
    execution_events: eventsOfRun.flatMap((count, run) =>
      Array.from({ length: count }, (_, event) => oldEvent(`e${event}`, runId(run), null)),
    ),
  })

const writerOf = (over: Partial<ImportWriter>) => runByRun(async () => {}, over)

/** The sizes of the groups that are stored together. Sorted by their runs, because they are written concurrently. */
async function groupsOf(eventsOfRun: readonly number[]): Promise<readonly number[]> {
  const groups: (readonly string[])[] = []
  const writer = writerOf({
    writeRuns: async (runs) => {
      groups.push(runs.map(({ bundle }) => bundle.run.run_id))
    },
  })
  await importOldDatabase(memoryOldSource(runsWith(eventsOfRun)), writer)
  return groups.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)).map(({ length }) => length)
}

test('items come in groups, each as soon as it is full, and no group is empty', async () => {
  const groupsFrom = async (items: readonly number[]) => {
    async function* source() {
      yield* items
    }
    const groups: (readonly number[])[] = []
    for await (const group of inGroups(source(), ({ length }) => length >= 2)) groups.push(group)
    return groups
  }
  expect(await groupsFrom([])).toEqual([])
  expect(await groupsFrom([1, 2, 3])).toEqual([[1, 2], [3]])
  expect(await groupsFrom([1, 2, 3, 4])).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('runs are stored a hundred at once, fewer if they have a thousand events', async () => {
  expect(await groupsOf(Array.from({ length: 203 }, () => 0))).toEqual([100, 100, 3])
  expect(await groupsOf([400, 599, 1, 1000, 999, 1, 5])).toEqual([3, 1, 2, 1])
})

test('progress is shown after each group, and the last one tells of all rows', async () => {
  const shown: OldSize[] = []
  const eventsOfRun = [1000, 1000, 7]
  await importOldDatabase(memoryOldSource(runsWith(eventsOfRun)), writerOf({}), {
    onProgress: (read) => shown.push(read),
  })
  expect(shown.length).toBeGreaterThanOrEqual(eventsOfRun.length)
  expect(shown.at(-1)).toEqual({ runs: 3, events: 2007 })
})

test('everything is stored for the writer that the import stands for', async () => {
  const owners: (BundleWriter | undefined)[] = []
  const writer = writerOf({
    writeSessions: async (_, owner) => {
      owners.push(owner)
      return []
    },
    writeRuns: async (_, owner) => {
      owners.push(owner)
    },
  })
  await importOldDatabase(memoryOldSource(runsWith([0])), writer, { as: 'demo' })
  expect(new Set(owners)).toEqual(new Set(['demo']))
})

test('a failure of the store ends the import, and no group is written after it', async () => {
  let begun = 0
  const writer = writerOf({
    writeRuns: async () => {
      begun += 1
      if (begun === 2) throw new Error('the disk is full')
    },
  })
  const whole = importOldDatabase(memoryOldSource(runsWith(Array.from({ length: 30 }, () => 1000))), writer)
  await expect(whole).rejects.toThrow('the disk is full')
  expect(begun).toBeLessThanOrEqual(4)
})

test('of a group, only the runs that the store refuses are set aside, each for its own reason', async () => {
  const [other, refused] = [runId(1), runId(3)]
  const stored: string[] = []
  const writer = writerOf({
    writeRuns: async (runs) => {
      const run_ids = runs.map(({ bundle }) => bundle.run.run_id)
      const others = run_ids.filter((run_id) => run_id === other)
      if (others.length > 0) throw new OtherOriginError(others)
      if (run_ids.some((run_id) => run_id === refused)) throw new ScopeBreachError('it names another run')
      stored.push(...run_ids)
    },
  })
  const report = await importOldDatabase(memoryOldSource(runsWith([1, 2, 1, 1, 1])), writer)
  expect(stored).toEqual([runId(0), runId(2), runId(4)])
  const found = report.findings.flatMap(({ kind, table, count, examples }) =>
    kind === 'session_missing' ? [] : [[kind, table, count, examples[0]?.run_id, examples[0]?.reason]],
  )
  const leftAlone = 'another writer created the run with this id, and only that writer can change it'
  const ofStore = 'the store refused the whole run: it names another run'
  expect(found).toEqual([
    ['run_left_alone', 'workflow_runs', 1, other, leftAlone],
    ['run_left_alone', 'execution_events', 2, other, leftAlone],
    ['run_refused', 'workflow_runs', 1, refused, ofStore],
    ['run_refused', 'execution_events', 1, refused, ofStore],
  ])
  expect(report.tables.workflow_runs).toEqual({ read: 5, placed: 3, unplaced: 2 })
  expect(report.tables.execution_events).toEqual({ read: 6, placed: 3, unplaced: 3 })
})
