import { RunRow } from '#contract/summaries.ts'
import { aRun } from '#mocks/fixtures/builders.ts'
import { runWords } from '#src/runList/runWords.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const NOW = Date.UTC(2026, 0, 20, 12)
const run = (over: Partial<z.input<typeof RunRow>> = {}) =>
  z.parse(RunRow, {
    ...aRun(),
    session_name: null,
    node_count: 3,
    event_count: 16,
    error_count: 0,
    file_count: 0,
    message_count: 0,
    finding_count: 0,
    ...over,
  })
const words = (over: Partial<z.input<typeof RunRow>> = {}) => runWords(run(over), NOW)

describe('a row of the run list', () => {
  it('is named by its task, on one line', () => {
    expect(words({ task_description: ' Compare\n  the samples ' }).title).toBe('Compare the samples')
  })
  it('is named by what ran where no task was recorded', () => {
    expect(words({ task_description: ' ', meta: { name: 'Support\nworkflow' } }).title).toBe('Support workflow')
  })
  it('is named by its id where no task was recorded', () => {
    const run_id = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
    expect(words({ run_id }).title).toBe('run 4870fb7a')
    expect(words({ run_id, task_description: '  ' }).title).toBe('run 4870fb7a')
  })
  it('tells agent and mode, as far as they were recorded', () => {
    expect(words().madeBy).toBe('planner · planning control')
    expect(words({ mode: null }).madeBy).toBe('planner')
    expect(words({ mode: null, agent: null }).madeBy).toBe('–')
  })
  it('counts nodes and events', () => {
    expect(words().counts).toBe('3 nodes · 16 events')
    expect(words({ node_count: 1, event_count: 12_431 }).counts).toBe('1 node · 12,431 events')
  })
  it('shows what would turn the direction of its text', () => {
    expect(words({ task_description: 'open \u202Egpj.exe' }).title).toBe('open ‹U+202E›gpj.exe')
  })
})

describe('how long a run took', () => {
  const started_at = '2026-01-20T11:40:30.500000Z'
  it('is the time from its start to its end', () => {
    expect(words({ started_at, completed_at: '2026-01-20T11:41:34.500000Z' }).duration).toBe('1m 04s')
  })
  it('is told so far while it runs, to the minute', () => {
    expect(words({ started_at, status: 'executing' }).duration).toBe('19m 00s so far')
  })
  it('is never negative, also where the clock of the app lags behind', () => {
    const future = '2026-01-20T12:00:20.000000Z'
    expect(words({ started_at: future, status: 'executing' }).duration).toBe('< 1m so far')
  })
  it('is not told of a run that stopped without recording its end', () => {
    expect(words({ started_at, status: 'failed' }).duration).toBeUndefined()
    expect(words({ started_at: null, completed_at: started_at }).duration).toBeUndefined()
  })
})
