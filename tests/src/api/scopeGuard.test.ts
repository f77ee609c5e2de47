import { NodeId } from '#contract/ids.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { assertReplyScope, assertScope } from '#src/api/scopeGuard.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const step = z.parse(NodeId, 'step_1')
const blueStep = { run_id: BLUE, node_id: step }

it('lets a reply pass of which every row belongs', () => {
  expect(() => assertReplyScope(blueStep, { scope: blueStep, items: [blueStep, blueStep] }, ['items'])).not.toThrow()
  expect(() =>
    assertReplyScope(
      { run_id: BLUE },
      { scope: { run_id: BLUE }, items: [blueStep, { run_id: BLUE, node_id: null }] },
      ['items'],
    ),
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
    assertReplyScope(blueStep, { scope, items: rows }, ['items'])
  } catch (error) {
    caught = error
  }
  if (!(caught instanceof ScopeViolationError)) throw new Error('the reply was let through')
  expect(caught.foreign).toHaveLength(count)
  expect(Object.keys(caught.foreign[0] ?? {})).toEqual(['run_id', 'node_id'])
})

it('refuses rows that are of the run that was asked for but not of the node', () => {
  expect(() => assertScope(blueStep, [blueStep])).not.toThrow()
  expect(() => assertScope(blueStep, [{ run_id: BLUE, node_id: 'planning' }])).toThrow(ScopeViolationError)
})

it('takes a row that names no run for a foreign one', () => {
  const reply = { scope: { run_id: BLUE }, items: [{ run_id: null }] }
  expect(() => assertReplyScope({ run_id: BLUE }, reply, ['items'])).toThrow(ScopeViolationError)
})
