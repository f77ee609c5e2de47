import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { FINDING_EXAMPLES_MAX } from '#server/import/findings.ts'
import type { RawRow } from '#server/import/oldRows.ts'
import { ScopeBreachError, StoreUnavailableError } from '#server/store/ports/errors.ts'
import { describe, expect, it } from 'vitest'
import { importing } from '#tests/support/oldDatabases/importing.ts'
import { FIRST, oldDatabase, oldEvent, oldNode, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

const withEvent = (over: RawRow) =>
  oldDatabase({ workflow_runs: [oldRun(FIRST)], execution_events: [oldEvent('e', FIRST, null, over)] })
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('what cannot be read', () => {
  it('is null for a time, and the original text is kept', async () => {
    const { bundleOf, found } = await importing(
      withEvent({
        timestamp: 'last Tuesday',
        started_at: '2026-02-30 10:00:00',
        completed_at: '2026-01-02 10:00:00',
        meta: '{"model":"m"}',
      }),
    )
    expect(bundleOf(FIRST).events).toMatchObject([
      {
        timestamp: null,
        started_at: null,
        completed_at: '2026-01-02T10:00:00.000000Z',
        meta: { model: 'm', import_unreadable: { timestamp: 'last Tuesday', started_at: '2026-02-30 10:00:00' } },
      },
    ])
    expect(found('unreadable_time')).toEqual(['e', 'e'])
  })

  it('is null for a number, and numbers written as text or bigint are read', async () => {
    const { bundleOf } = await importing(
      withEvent({ duration_ms: '12.5', execution_order: 7n, depth: 'deep', meta: null }),
    )
    expect(bundleOf(FIRST).events).toMatchObject([
      { duration_ms: 12.5, execution_order: 7, depth: null, meta: { import_unreadable: { depth: 'deep' } } },
    ])
  })

  it('has no place where its own id has characters that nobody sees, and is no reference where another row has it', async () => {
    const hidden = 'step\u200b_1'
    const { bundleOf, found, kept } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST, { session_id: '\ufeffsession-1' })],
        dag_nodes: [oldNode('step_1', FIRST), oldNode(hidden, FIRST)],
        execution_events: [oldEvent('\ufeffe', FIRST, 'step_1'), oldEvent('e', FIRST, hidden)],
      }),
    )
    const { run, nodes, events } = bundleOf(FIRST)
    expect(nodes.map(({ node_id }) => node_id)).toEqual(['step_1'])
    expect(events).toMatchObject([{ event_id: 'e', node_id: null, meta: { import_unreadable: { node_id: hidden } } }])
    expect(run).toMatchObject({ session_id: 'import-without-session', meta: { session_id: '\ufeffsession-1' } })
    expect(found('unusable_key').toSorted()).toEqual([hidden, '\ufeffe'].toSorted())
    expect(new Set(kept.flat().map(({ row }) => row['id']))).toEqual(new Set([hidden, '\ufeffe']))
  })

  it.each([
    ['text', nested(JSON_DEPTH_MAX + 1)],
    ['a value', JSON.parse(nested(JSON_DEPTH_MAX + 1)) as unknown],
  ])('is kept as its text for JSON that is too deep, given as %s', async (_, inputs) => {
    const { bundleOf, found } = await importing(withEvent({ inputs, outputs: nested(JSON_DEPTH_MAX) }))
    const [event] = bundleOf(FIRST).events
    expect(event?.inputs).toBe(nested(JSON_DEPTH_MAX + 1))
    expect(event?.outputs).toEqual(JSON.parse(nested(JSON_DEPTH_MAX)))
    expect(found('json_too_deep')).toEqual(['e'])
  })

  it('is read where it has many brackets and few levels', async () => {
    const flat = { said: '[{'.repeat(JSON_DEPTH_MAX), lists: Array.from({ length: JSON_DEPTH_MAX + 1 }, () => []) }
    const { bundleOf } = await importing(withEvent({ inputs: JSON.stringify(flat) }))
    expect(bundleOf(FIRST).events[0]?.inputs).toEqual(flat)
  })

  it('survives JSON of a hundred thousand levels', async () => {
    const { bundleOf } = await importing(withEvent({ inputs: JSON.parse(nested(100_000)) as unknown }))
    expect(bundleOf(FIRST).events[0]?.inputs).toBe(nested(100_000))
  })

  it('is kept as it stands for text that is no JSON, and for meta that is no object', async () => {
    const { bundleOf } = await importing(withEvent({ inputs: 'not { json', meta: '[1, 2]' }))
    expect(bundleOf(FIRST).events).toMatchObject([{ inputs: 'not { json', meta: { value: [1, 2] } }])
  })

  it('keeps a field named __proto__ as a field', async () => {
    const { bundleOf } = await importing(withEvent({ meta: '{"__proto__": {"admin": true}}' }))
    expect(JSON.stringify(bundleOf(FIRST).events[0]?.meta)).toBe('{"__proto__":{"admin":true}}')
  })

  it('is no reference for an id that no row could bear', async () => {
    const { bundleOf, found } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST, { parent_run_id: 'run-7', branch_parent_id: 'b' })],
        execution_events: [oldEvent('e', FIRST, 'a\u0000b', { parent_event_id: '..' })],
      }),
    )
    expect(bundleOf(FIRST).run).toMatchObject({
      parent_run_id: null,
      meta: { branch_parent_id: 'b', import_unreadable: { parent_run_id: 'run-7' } },
    })
    expect(bundleOf(FIRST).events).toMatchObject([
      {
        node_id: null,
        parent_event_id: null,
        meta: { import_unreadable: { node_id: 'a\u0000b', parent_event_id: '..' } },
      },
    ])
    expect(bundleOf(FIRST).nodes).toEqual([])
    expect(found('unusable_reference')).toEqual([FIRST, 'e', 'e'])
  })
})

describe('what has no place', () => {
  it('is never put into another run: rows of a missing run, or of none', async () => {
    const { report, bundleOf, found } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST)],
        dag_nodes: [oldNode('x', SECOND)],
        execution_events: [oldEvent('gone', SECOND, 'x'), oldEvent('none', null, null), oldEvent('here', FIRST, null)],
        files: [{ id: 'f', run_id: SECOND }],
      }),
    )
    expect(bundleOf(FIRST).events.map((event) => event.event_id)).toEqual(['here'])
    expect(report.tables.execution_events).toEqual({ read: 3, placed: 1, unplaced: 2 })
    expect(report.tables.files).toEqual({ read: 1, placed: 0, unplaced: 1 })
    expect(report.tables.dag_nodes).toEqual({ read: 1, placed: 0, unplaced: 1 })
    expect([...found('run_missing')].sort()).toEqual(['f', 'gone', 'none', 'x'])
  })

  it('is a run whose id is no UUID, together with its rows; the others are imported', async () => {
    const { report, found, bundleOf } = await importing(
      oldDatabase({
        workflow_runs: [oldRun('run-7'), oldRun(FIRST), oldRun(FIRST, { status: 'failed' })],
        execution_events: [oldEvent('e', 'run-7', null)],
      }),
    )
    expect(found('unusable_key')).toEqual(['run-7'])
    expect(found('run_missing')).toEqual(['e'])
    expect(found('duplicate_key')).toEqual([FIRST])
    expect(bundleOf(FIRST).run.status).toBe('completed')
    expect(report.tables.workflow_runs).toEqual({ read: 3, placed: 1, unplaced: 2 })
  })

  it('is a row without an id, and the second row of one key', async () => {
    const { report, found } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST)],
        execution_events: [{ run_id: FIRST }, oldEvent('e', FIRST, null), oldEvent('e', FIRST, null)],
      }),
    )
    expect(found('unreadable_row')).toEqual([''])
    expect(found('duplicate_key')).toEqual(['e'])
    expect(report.tables.execution_events).toEqual({ read: 3, placed: 1, unplaced: 2 })
  })

  it('is a run that the store refuses; the import goes on with the next', async () => {
    const written: string[] = []
    const { report, found } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST), oldRun(SECOND)],
        execution_events: [oldEvent('e', FIRST, null)],
      }),
      async ({ run }) => {
        if (run.run_id === FIRST) throw new ScopeBreachError('event "e" belongs to another run')
        written.push(run.run_id)
      },
    )
    expect(written).toEqual([SECOND])
    expect(found('run_refused')).toEqual([FIRST, 'e'])
    expect(report.tables.execution_events).toEqual({ read: 1, placed: 0, unplaced: 1 })
  })
})

it('ends where the store fails, for nothing could be written after that', async () => {
  const broken = async () => {
    throw new StoreUnavailableError('the disk is full')
  }
  await expect(importing(oldDatabase({ workflow_runs: [oldRun(FIRST)] }), broken)).rejects.toThrow('the disk is full')
})

it('gives a run without a stored session a placeholder that says what it is', async () => {
  const { sessions, report, bundleOf } = await importing(
    oldDatabase({ workflow_runs: [oldRun(FIRST, { session_id: 'gone' }), oldRun(SECOND, { session_id: null })] }),
  )
  expect(sessions.get('gone')).toMatchObject({ name: null, meta: { placeholder: true } })
  expect(sessions.get(bundleOf(SECOND).run.session_id)).toMatchObject({ meta: { placeholder: true } })
  expect(report.placeholder_sessions).toBe(2)
})

it('counts every finding and holds only the first of them', async () => {
  const { report } = await importing(
    oldDatabase({ execution_events: Array.from({ length: 500 }, (_, index) => oldEvent(`e${index}`, null, null)) }),
  )
  expect(report.findings).toMatchObject([{ kind: 'run_missing', count: 500 }])
  expect(report.findings[0]?.examples).toHaveLength(FINDING_EXAMPLES_MAX)
})
