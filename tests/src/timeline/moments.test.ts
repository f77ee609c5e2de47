import { momentsOfEvent, momentsOfNode } from '#src/timeline/moments.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { describe, expect, it } from 'vitest'
import { at, event, node } from './rows.ts'

const us = (seconds: number) => microsecondsOf(at(seconds))

describe('the times of a node', () => {
  it('are its own, to the microsecond', () => {
    const times = { started_at: '2026-01-20T10:00:00.000001Z', completed_at: '2026-01-20T10:00:00.000004Z' }
    expect(momentsOfNode(node('a', {}, times))).toEqual({ kind: 'span', start: us(0) + 1, end: us(0) + 4 })
  })
  it('are those of its events where it recorded none', () => {
    const times = { first_event_at: at(3), last_event_at: at(8) }
    expect(momentsOfNode(node('a', {}, times))).toEqual({ kind: 'span', start: us(3), end: us(8) })
  })
  it('have no end while it runs, whatever its events say', () => {
    const running = node('a', { from: 1 }, { status: 'running', last_event_at: at(5) })
    expect(momentsOfNode(running)).toEqual({ kind: 'open', start: us(1) })
  })
  it('are a moment where it stopped without an end or events', () => {
    expect(momentsOfNode(node('a', { from: 1 }, { status: 'failed' }))).toEqual({ kind: 'point', start: us(1) })
  })
  it('are its end alone where only that is known', () => {
    expect(momentsOfNode(node('a', { to: 4 }))).toEqual({ kind: 'point', start: us(4) })
  })
  it('are backwards where the end was recorded before the start', () => {
    expect(momentsOfNode(node('a', { from: 9, to: 2 }))).toEqual({ kind: 'backwards', start: us(9), end: us(2) })
  })
  it('are none where none were recorded', () => {
    expect(momentsOfNode(node('a'))).toEqual({ kind: 'none' })
  })
})

describe('the times of an event', () => {
  it('are a moment where its duration is none that a calendar could tell', () => {
    expect(momentsOfEvent(event('e', { from: 1 }, { duration_ms: 1e300 }))).toEqual({ kind: 'point', start: us(1) })
    expect(momentsOfEvent(event('e', { from: 1 }, { duration_ms: -5 }))).toEqual({ kind: 'point', start: us(1) })
  })
  it('begin with its timestamp where it has no start', () => {
    expect(momentsOfEvent(event('e', { to: 7 }, { timestamp: at(2) }))).toEqual({
      kind: 'span',
      start: us(2),
      end: us(7),
    })
  })
  it('end after its duration where it has no end', () => {
    expect(momentsOfEvent(event('e', { from: 1 }, { duration_ms: 2500 }))).toEqual({
      kind: 'span',
      start: us(1),
      end: us(1) + 2_500_000,
    })
  })
  it('begin a duration before the end where it has no start', () => {
    expect(momentsOfEvent(event('e', { to: 6 }, { duration_ms: 2000 }))).toEqual({
      kind: 'span',
      start: us(4),
      end: us(6),
    })
  })
  it('ignore a negative duration', () => {
    expect(momentsOfEvent(event('e', { from: 1 }, { duration_ms: -1 }))).toEqual({ kind: 'point', start: us(1) })
  })
  it('have no end while it runs', () => {
    expect(momentsOfEvent(event('e', { from: 1 }, { status: 'running' }))).toEqual({ kind: 'open', start: us(1) })
  })
})
