import { BLUE, GREEN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { ContractError, ScopeViolationError } from '#src/api/errors.ts'
import { listFrame, runFrame } from '#src/live/frames.ts'
import { changeOf } from '#tests/support/liveChange.ts'
import { beforeAll, describe, expect, it } from 'vitest'

type Change = Awaited<ReturnType<typeof changeOf>>['data']
let own: Change
let foreign: Change
beforeAll(async () => {
  const store = createMemoryStore()
  for (const { run } of twinRuns)
    await store.writer.writeSessions([
      {
        session_id: run.session_id,
        user_id: null,
        name: null,
        status: 'active',
        created_at: null,
        last_active_at: null,
        meta: {},
      },
    ])
  for (const bundle of twinRuns) await store.writer.writeRun(bundle)
  const told = { prev: 1, seq: 2, nodes: ['step_1', 'planning'], isTopology: true } as const
  own = (await changeOf(store, BLUE, told)).data
  foreign = (await changeOf(store, GREEN, told)).data
})

const frame = (event: string, data: unknown) => runFrame(BLUE, { event, data: JSON.stringify(data) })

describe('a frame of a run', () => {
  it('is taken whole where all its rows are of that run', () => {
    expect(frame('change', own)).toEqual({ kind: 'change', change: own })
  })

  it.each([
    ['its envelope', () => ({ ...own, scope: foreign.scope })],
    ['its run', () => ({ ...own, run: foreign.run })],
    ['the last of its nodes', () => ({ ...own, nodes: [...own.nodes, ...foreign.nodes.slice(0, 1)] })],
    [
      'the last of its edges',
      () => ({
        ...own,
        topology: {
          topology_hash: 'x',
          edges: [...(own.topology?.edges ?? []), ...(foreign.topology?.edges ?? [])],
          unplaced_messages: [],
        },
      }),
    ],
  ])('is refused whole where %s is of another', (_, spoiled) => {
    expect(() => frame('change', spoiled())).toThrow(ScopeViolationError)
  })

  it.each([
    ['hello', { seq: 1, epoch: 'e' }],
    ['reset', { seq: 1 }],
    ['moved', { moved_to: BLUE }],
  ])('of the kind %s is refused where it is of another run', (event, data) => {
    expect(() => frame(event, { scope: { run_id: GREEN }, ...data })).toThrow(ScopeViolationError)
  })

  it('may say which other run has all of this one now', () => {
    expect(frame('moved', { scope: { run_id: BLUE }, moved_to: GREEN })).toEqual({ kind: 'moved', to: GREEN })
  })

  it('of another shape is refused without a word of what stands in it', () => {
    expect(() => frame('reset', { scope: { run_id: BLUE }, seq: 'cobalt' })).toThrow(ContractError)
    expect(() => frame('reset', { scope: { run_id: BLUE }, seq: 'cobalt' })).toThrow(/at seq\.$/)
    expect(() => runFrame(BLUE, { event: 'reset', data: '{"scope"' })).toThrow(/is not JSON/)
  })

  it('of a kind that is not known yet is passed over', () => {
    expect(frame('weather', {})).toEqual({ kind: 'unknown' })
    expect(runFrame(BLUE, { data: 'hi' })).toEqual({ kind: 'unknown' })
    expect(listFrame({ event: 'weather', data: '' })).toEqual({ kind: 'unknown' })
  })
})
