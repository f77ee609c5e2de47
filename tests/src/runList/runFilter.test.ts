import { SessionId } from '#contract/ids.ts'
import { NO_FILTER } from '#src/navigation/location.ts'
import {
  filterParts,
  isFiltered,
  menuChoices,
  toggledStatus,
  toRunListQuery,
  toggledContent,
} from '#src/runList/runFilter.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const full = {
  status: ['waiting_approval', 'failed'],
  mode: 'one_shot',
  agent: 'planner',
  session_id: z.parse(SessionId, 'session-1'),
  q: 'plot',
  since: '2026-01-19',
  until: '2026-01-31',
  has: ['rows', 'errors'],
} as const

describe('the filter of the run list', () => {
  it('is told part by part, the session by its name where that is known', () => {
    const told = (name: string | undefined) => filterParts(full, name).map(({ what, value }) => `${what} ${value}`)
    expect(told('The first')).toEqual([
      'Session The first',
      'Status waiting for approval',
      'Status failed',
      'Mode one shot',
      'Agent planner',
      'From 2026-01-19',
      'Until 2026-01-31',
      'Only runs that recorded something',
      'Only runs with errors',
      'Text “plot”',
    ])
    expect(told(undefined)[0]).toBe('Session session-1')
  })

  it('is empty again when every part has been taken away', () => {
    let left: typeof NO_FILTER = full
    for (let part = filterParts(left, undefined)[0]; part; part = filterParts(left, undefined)[0]) {
      expect(filterParts(part.without, undefined)).toHaveLength(filterParts(left, undefined).length - 1)
      left = part.without
    }
    expect(left).toEqual(NO_FILTER)
    expect(isFiltered(left)).toBe(false)
  })

  it('keeps its statuses in one order, however they were chosen', () => {
    const chosen = toggledStatus(toggledStatus(NO_FILTER, 'failed'), 'paused')
    expect(chosen.status).toEqual(['paused', 'failed'])
    expect(toggledStatus(chosen, 'failed').status).toEqual(['paused'])
  })

  it('asks the API for nothing that is not chosen', () => {
    expect(JSON.stringify(toRunListQuery(NO_FILTER))).toBe('{}')
    expect(toRunListQuery(full)).toMatchObject({ status: 'waiting_approval,failed', q: 'plot', has: 'rows,errors' })
  })

  it('includes the whole of its last day, also the last of a month', () => {
    expect(toRunListQuery(full)).toMatchObject({ since: '2026-01-19', until: '2026-02-01' })
  })

  it('keeps its conditions in one order, however they were chosen', () => {
    const chosen = toggledContent(toggledContent(NO_FILTER, 'errors'), 'rows')
    expect(chosen.has).toEqual(['rows', 'errors'])
    expect(toggledContent(chosen, 'rows').has).toEqual(['errors'])
  })

  it('counts on its button only what its menu holds', () => {
    expect(menuChoices(full)).toBe(8)
    expect(menuChoices({ ...NO_FILTER, q: 'plot' })).toBe(0)
  })
})
