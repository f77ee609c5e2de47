import { pathOf } from '#contract/endpoints.ts'
import { BLUE, GREEN, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import { ONLY_BLUE, appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { describe, expect, test } from 'vitest'

/* The paths of the former system, which asked for a node by its name alone. */

const { app } = appOver(await twinStore())

describe.each([
  ['compatNodeEvents', 'listNodeEvents'],
  ['compatNodeSummary', 'getNodeSummary'],
  ['compatNodeFiles', 'listNodeFiles'],
] as const)('%s', (compat, canonical) => {
  const path = pathOf(compat, { node_id: 'step_1' })

  test('without run_id it is 400 and explains that node ids repeat', async () => {
    const problem = await problemIn(await app.request(path))
    expect(problem).toMatchObject({ status: 400, code: 'run_id_required', errors: [{ field: 'run_id' }] })
    expect(problem.detail).toContain('step_1 repeat in every run')
    expect(problem.detail).toContain(path.replace('/api/nodes/step_1', '/api/runs/:run_id/nodes/:node_id'))
  })

  test('with a run it is the canonical endpoint, byte for byte', async () => {
    const params = { run_id: GREEN, node_id: 'step_1' }
    const [asked, wanted] = [await app.request(`${path}?run_id=${GREEN}`), await app.request(pathOf(canonical, params))]
    expect(asked.status).toBe(200)
    expect(await asked.text()).toBe(await wanted.text())
  })

  test('with an unknown run, or a run that has no such node, it is 404', async () => {
    expect((await problemIn(await app.request(`${path}?run_id=${UNKNOWN}`))).status).toBe(404)
    const only = pathOf(compat, { node_id: ONLY_BLUE })
    expect((await app.request(`${only}?run_id=${BLUE}`)).status).toBe(200)
    expect((await problemIn(await app.request(`${only}?run_id=${GREEN}`))).status).toBe(404)
  })

  test('with a run id that is none it is a bad request', async () => {
    const problem = await problemIn(await app.request(`${path}?run_id=step_1`))
    expect(problem).toMatchObject({ status: 400, code: 'bad_request', errors: [{ field: 'run_id' }] })
  })
})

test('filters and pages work through the old door as through the new one', async () => {
  const response = await app.request(`/api/nodes/step_1/events?run_id=${BLUE}&errors=true&limit=1`)
  expect(await response.json()).toMatchObject({ total: 1, items: [{ event_id: 'cobalt-error', run_id: BLUE }] })
})
