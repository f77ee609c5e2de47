import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { aBundle, aFile, aMessage, aNode, aRun, anEvent } from '#mocks/fixtures/builders.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

type Page = {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly total: number
  readonly next_cursor: string | null
}

/** Two of three rows share their time, and every fifth has none, so that only the last sort key tells rows apart. */
const times = Array.from({ length: 23 }, (_, i) =>
  i % 5 === 0 ? null : `2026-01-19T10:00:${String(Math.floor(i / 3)).padStart(2, '0')}.000001Z`,
)
const at = { run_id: BLUE, node_id: 'step_1' }
const { app } = appOver(
  await twinStore([
    aBundle({
      run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
      nodes: [aNode({ ...at, agent: 'engineer' }), aNode({ ...at, node_id: 'plan', agent: 'planner' })],
      events: times.map((timestamp, i) =>
        anEvent({ ...at, event_id: `e${i}`, timestamp, execution_order: i % 4 === 0 ? null : i % 7 }),
      ),
      files: times.map((created_at, i) => aFile({ ...at, file_id: `f${i}`, created_at })),
      messages: times.map((timestamp, i) => aMessage({ ...at, message_id: `m${i}`, timestamp })),
    }),
    ...times.map((started_at, i) =>
      aBundle({
        run: aRun({
          run_id: `00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`,
          session_id: `s${i}`,
          started_at,
        }),
      }),
    ),
  ]),
)

async function page(path: string, limit: number, cursor?: string): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) })
  const response = await app.request(`${path}${path.includes('?') ? '&' : '?'}${query}`)
  expect(response.status).toBe(200)
  return response.json()
}

async function allPages(path: string, limit: number): Promise<readonly Page[]> {
  const pages = [await page(path, limit)]
  for (let next = pages[0]?.next_cursor; next; next = pages.at(-1)?.next_cursor) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- each page names the next
    pages.push(await page(path, limit, next))
  }
  return pages
}

const run = `/api/runs/${BLUE}`
test.each([
  ['/api/sessions', 4],
  ['/api/runs', 4],
  ['/api/runs?status=completed', 4],
  [`${run}/events`, 4],
  [`${run}/files`, 4],
  [`${run}/messages`, 4],
  [`${run}/messages?from_node_id=plan&to_node_id=step_1`, 4],
  [`${run}/nodes/step_1/events`, 1],
  [`${run}/nodes/step_1/events?event_type=info`, 5],
  [`${run}/nodes/step_1/files`, 23],
  [`${run}/nodes/step_1/messages`, 22],
  [`/api/nodes/step_1/events?run_id=${BLUE}`, 4],
])('the pages of %s, %i rows each, are the whole list in its order', async (path, limit) => {
  const whole = await page(path, 500)
  expect(whole.items.length).toBeGreaterThanOrEqual(23)
  expect([whole.total, whole.next_cursor]).toEqual([whole.items.length, null])
  const pages = await allPages(path, limit)
  expect(pages.flatMap((each) => each.items)).toEqual(whole.items)
  expect(new Set(pages.map((each) => each.total))).toEqual(new Set([whole.total]))
  expect(pages.slice(0, -1).every((each) => each.items.length === limit)).toBe(true)
})
