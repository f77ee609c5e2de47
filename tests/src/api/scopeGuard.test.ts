import { NodeId } from '#contract/ids.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { assertScope } from '#src/api/scopeGuard.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const step = z.parse(NodeId, 'step_1')
const blueStep = { run_id: BLUE, node_id: step }

it('lets a reply pass of which every row belongs', () => {
  expect(() => assertScope(blueStep, blueStep, [blueStep, blueStep])).not.toThrow()
  expect(() =>
    assertScope({ run_id: BLUE }, { run_id: BLUE }, [blueStep, { run_id: BLUE, node_id: null }]),
  ).not.toThrow()
})

it.each([
  ['one foreign row in an honest envelope', blueStep, [blueStep, { run_id: GREEN, node_id: 'step_1' }], 1],
  ['an envelope of another run', { run_id: GREEN, node_id: 'step_1' }, [], 1],
  ['a row of another node of the same run', blueStep, [{ run_id: BLUE, node_id: 'planning' }], 1],
  ['a row without a node', blueStep, [{ run_id: BLUE, node_id: null }], 1],
  ['everything foreign', { run_id: GREEN, node_id: 'step_1' }, [{ run_id: GREEN, node_id: 'step_1' }], 2],
])('refuses %s, and tells ids but no content', (_, scope, rows, count) => {
  let caught: unknown
  try {
    assertScope(blueStep, scope, rows)
  } catch (error) {
    caught = error
  }
  if (!(caught instanceof ScopeViolationError)) throw new Error('the reply was let through')
  expect(caught.foreign).toHaveLength(count)
  expect(Object.keys(caught.foreign[0] ?? {})).toEqual(['run_id', 'node_id'])
})
