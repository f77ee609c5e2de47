import { expect, test } from 'vitest'
import { JSON_DEPTH_MAX, type JsonObject, type JsonValue } from '#contract/json.ts'
import { aBundle } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { JsonTooDeepError } from '#server/store/ports/errors.ts'
import type { UnplacedRow } from '#server/store/ports/writer.ts'
import { FIRST_PAGE, readByPages, storeRuns } from '#tests/support/testStore.ts'

const unplaced = (over: Partial<UnplacedRow> = {}): UnplacedRow => ({
  old_table: 'execution_events',
  old_key: 'e1',
  run_id: 'gone',
  kind: 'run_missing',
  reason: 'the run is not stored',
  row: { id: 'e1', run_id: 'gone' },
  ...over,
})
const rowOf = (id: string): JsonObject => ({ id, run_id: null })

/** A row of this many levels, itself being the first. */
const nested = (levels: number): JsonObject => {
  let value: JsonValue = 'core'
  for (let level = 1; level < levels; level += 1) value = [value]
  return { value }
}

export function unplacedContract(store: () => Store): void {
  const kept = async () => (await store().repositories.unplaced.listUnplaced(FIRST_PAGE)).rows
  const keep = (...rows: readonly UnplacedRow[]) => store().writer.keepUnplaced(rows)

  test('nothing is kept until a row is', async () => {
    expect(await kept()).toEqual([])
    await keep()
    expect(await kept()).toEqual([])
  })

  test('a kept row comes back as it was given', async () => {
    const row = { id: 7, run_id: null, inputs: '{"a": 1}', meta: { list: [1.5, true, null, 'é'] }, duration_ms: -0.25 }
    await keep(unplaced({ old_key: '', run_id: null, row }))
    expect(await kept()).toEqual([
      { ...unplaced({ old_key: '', run_id: null, row }), row_digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })

  test('a row that is kept again is there once, with the newer reason', async () => {
    await keep(unplaced(), unplaced())
    await keep(unplaced({ kind: 'run_refused', reason: 'the store refused the run' }))
    expect(await kept()).toMatchObject([{ kind: 'run_refused', reason: 'the store refused the run' }])
  })

  test('rows that differ in one value, or stand in another table, are kept apart', async () => {
    await keep(
      unplaced(),
      unplaced({ row: { id: 'e1', run_id: 'gone', status: null } }),
      unplaced({ old_table: 'files' }),
    )
    expect(await kept()).toHaveLength(3)
  })

  test('text that no database can hold has its stand-ins, and does not make two rows one', async () => {
    const hostile = 'NUL \u0000, lone \ud83d, \u{1f600}, \\u0000, {"quoted", NULL}, \'"; drop table unplaced_rows; --'
    const stored = 'NUL \u2400, lone \ufffd, \u{1f600}, \\u0000, {"quoted", NULL}, \'"; drop table unplaced_rows; --'
    const all = (text: string) =>
      unplaced({ old_key: text, run_id: text, kind: text, reason: text, row: { id: text, [text]: [text] } })
    await keep(all(hostile), all(stored))
    expect(await kept()).toHaveLength(2)
    expect(await kept()).toMatchObject([all(stored), all(stored)])
  })

  test('a key named __proto__ is a key like any other', async () => {
    const row = JSON.parse('{"id":"e1","__proto__":{"admin":true}}') as JsonObject
    await keep(unplaced({ row }))
    expect(JSON.stringify((await kept())[0]?.row)).toBe(JSON.stringify(row))
  })

  test('a row as deep as allowed is kept, a deeper one refused with all that came with it', async () => {
    await keep(unplaced({ row: nested(JSON_DEPTH_MAX) }))
    expect(await kept()).toMatchObject([{ row: nested(JSON_DEPTH_MAX) }])
    await expect(keep(unplaced(), unplaced({ row: nested(JSON_DEPTH_MAX + 1) }))).rejects.toThrow(JsonTooDeepError)
    expect(await kept()).toHaveLength(1)
  })

  test('thousands of rows are kept, and read by pages', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => unplaced({ old_key: `e${index}`, row: rowOf(`e${index}`) }))
    await keep(...rows)
    const read = await readByPages(100, (page) => store().repositories.unplaced.listUnplaced(page))
    expect(new Set(read.map((row) => row.old_key))).toEqual(new Set(rows.map((row) => row.old_key)))
  })

  test('what is kept belongs to no run, also where it names one', async () => {
    const bundle = aBundle()
    await storeRuns(store(), bundle)
    const { run_id } = bundle.run
    await keep(unplaced({ run_id, row: { id: 'e1', run_id } }))
    const { events, runs } = store().repositories
    expect((await events.listEventsForRun(run_id, {}, FIRST_PAGE)).rows).toEqual([])
    expect((await runs.listRuns({}, FIRST_PAGE)).total).toBe(1)
  })
}
