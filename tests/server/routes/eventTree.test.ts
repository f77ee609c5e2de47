import { ENDPOINTS } from '#contract/endpoints.ts'
import { aBundle, aRun, anEvent } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

/** Answers with the tree of `root` as `depth:event_id`, in order. Events are `[event_id, parent_event_id]`, in execution order. */
async function treeOf(root: string, ...events: readonly (readonly [string, string | null])[]) {
  const bundle = aBundle({
    run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
    events: events.map(([event_id, parent_event_id], execution_order) =>
      anEvent({ run_id: BLUE, event_id, parent_event_id, execution_order }),
    ),
  })
  const response = await appOver(await twinStore([bundle])).app.request(`/api/events/${root}/tree`)
  const reply = z.parse(ENDPOINTS.getEventTree.reply, await response.json())
  expect(reply.total).toBe(reply.items.length)
  return reply.items.map(({ tree_depth, event }) => `${tree_depth}:${event.event_id}`)
}

test('parents come before children, and siblings in execution order', async () => {
  const tree = await treeOf(
    'a',
    ['a', null],
    ['b', 'a'],
    ['c', 'a'],
    ['b1', 'b'],
    ['c1', 'c'],
    ['b2', 'b'],
    ['z', null],
  )
  expect(tree).toEqual(['0:a', '1:b', '2:b1', '2:b2', '1:c', '2:c1'])
})

test('a child that was recorded before its parent still comes after it', async () => {
  expect(await treeOf('a', ['b1', 'b'], ['b', 'a'], ['a', null])).toEqual(['0:a', '1:b', '2:b1'])
})

test('depth counts from the event that was asked for', async () => {
  expect(await treeOf('b', ['a', null], ['b', 'a'], ['c', 'b'])).toEqual(['0:b', '1:c'])
})

test('parents that form a circle are shown once each', async () => {
  expect(await treeOf('b', ['a', 'c'], ['b', 'a'], ['c', 'b'])).toEqual(['0:b', '1:c', '2:a'])
  expect(await treeOf('a', ['a', 'a'])).toEqual(['0:a'])
})

test('a chain of two thousand events does not overflow anything', async () => {
  const chain = Array.from({ length: 2000 }, (_, i) => [`e${i}`, i === 0 ? null : `e${i - 1}`] as const)
  expect((await treeOf('e0', ...chain)).at(-1)).toBe('1999:e1999')
})

test('an unknown event is 404', async () => {
  const { app } = appOver(await twinStore())
  expect((await problemIn(await app.request('/api/events/nowhere/tree'))).status).toBe(404)
})
