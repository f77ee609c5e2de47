import { NodeRef } from '#contract/ids.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { type List, readCursor, writeCursor } from '#server/http/cursor.ts'
import { ORDER_MISSING, TIME_MISSING_ASCENDING, TIME_MISSING_DESCENDING } from '#server/store/order.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const list = (node_id: string, filter: List['filter'] = {}): List => ({
  name: 'nodeEvents',
  scope: z.parse(NodeRef, { run_id: BLUE, node_id }),
  filter,
})

test('a cursor brings back the keys that it was made of, the stand-ins for missing ones included', async () => {
  const keys = [ORDER_MISSING, TIME_MISSING_ASCENDING, 'é😀']
  expect(await readCursor(list('a/b'), await writeCursor(list('a/b'), keys))).toEqual(keys)
  const runs: List = { name: 'runs', scope: {}, filter: {} }
  const last = [TIME_MISSING_DESCENDING, BLUE]
  expect(await readCursor(runs, await writeCursor(runs, last))).toEqual(last)
})

test('the longest ids there are make a cursor that the contract still takes', async () => {
  // Quotes and backslashes double in JSON, and these are all of the 512 and 128 bytes.
  const cursor = await writeCursor(list('"'.repeat(512)), [ORDER_MISSING, TIME_MISSING_ASCENDING, '\\'.repeat(128)])
  expect(cursor.length).toBeLessThanOrEqual(2048)
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
})

test('the order in which filters are given, and absent ones, make no difference', async () => {
  const cursor = await writeCursor(list('n', { q: 'x', agent: 'y' }), [0, TIME_MISSING_ASCENDING, 'e'])
  expect(await readCursor(list('n', { agent: 'y', q: 'x', errors: undefined }), cursor)).toBeDefined()
  expect(await readCursor(list('n', { agent: 'x', q: 'y' }), cursor)).toBeUndefined()
})
