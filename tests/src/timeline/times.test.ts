import { barEnd, lengthOf, timesOfNode } from '#src/timeline/model/times.ts'
import { describe, expect, it } from 'vitest'
import { at, node, us } from '#tests/support/app/rows.ts'

describe('the times of a node', () => {
  it('are its own, to the microsecond', () => {
    const times = timesOfNode(
      node('a', {}, { started_at: '2026-01-20T10:00:00.000001Z', completed_at: '2026-01-20T10:00:00.000004Z' }),
    )
    expect(times).toEqual({ shape: 'span', start: us(0) + 1, end: us(0) + 4 })
    expect(lengthOf(times)).toBe(0.003)
  })
  it('are those of its events where it recorded none', () => {
    const times = { first_event_at: at(3), last_event_at: at(8) }
    expect(timesOfNode(node('a', {}, times))).toEqual({ shape: 'span', start: us(3), end: us(8) })
  })
  it('have no end while it runs, whatever its events say, and are drawn as far as anything is known', () => {
    const running = timesOfNode(node('a', { from: 1 }, { status: 'running', last_event_at: at(5) }))
    expect(running).toEqual({ shape: 'open', start: us(1), end: us(1) })
    expect(barEnd(running, us(9))).toBe(us(9))
    expect(lengthOf(running)).toBeUndefined()
  })
  it('are a moment where it stopped without an end or events, or only its end is known', () => {
    expect(timesOfNode(node('a', { from: 1 }, { status: 'failed' })).shape).toBe('point')
    expect(timesOfNode(node('a', { to: 4 }))).toEqual({ shape: 'point', start: us(4), end: us(4) })
  })
  it('are its start alone where the end was recorded before it', () => {
    expect(timesOfNode(node('a', { from: 9, to: 2 }))).toEqual({ shape: 'backwards', start: us(9), end: us(9) })
  })
  it('are none where none were recorded', () => {
    expect(timesOfNode(node('a'))).toEqual({ shape: 'none', start: Number.NaN, end: Number.NaN })
  })
})
