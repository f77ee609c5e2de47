import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { pendingInWords, runVerdictOf, verdictOf } from '#src/integrity/verdict.ts'
import { describe, expect, it } from 'vitest'
import { aGroup, aReport, aReusedId } from '#tests/support/integrityReports.ts'

const mended = [
  aGroup({ kind: 'node_reconstructed', findings: 76, rows: 419, runs: 41 }),
  aGroup({ kind: 'edge_inferred', findings: 12, rows: 12, runs: 6 }),
]

describe('the verdict', () => {
  it('says whether runs are mixed, then how many have findings, then what was repaired', () => {
    const report = aReport({ runs_with_findings: 31, groups: [aGroup(), ...mended] })
    expect(verdictOf(report)).toBe(
      'No row is shown in a run that it does not belong to. 31 of 265 runs have findings. 76 nodes and 12 edges were repaired.',
    )
  })

  it('counts repairs by places, not by rows', () => {
    expect(verdictOf(aReport({ groups: [aGroup({ kind: 'node_reconstructed', findings: 1, rows: 16 })] }))).toMatch(
      /1 node was repaired\.$/,
    )
    expect(verdictOf(aReport({ groups: [...mended, aGroup({ kind: 'unreadable_time', findings: 2 })] }))).toMatch(
      /76 nodes, 12 edges and 2 other records were repaired\.$/,
    )
    expect(verdictOf(aReport({ groups: [aGroup({ kind: 'unreadable_time' })] }))).toMatch(/1 record was repaired\.$/)
  })

  it('says that there are no findings, but not while runs are pending', () => {
    expect(verdictOf(aReport())).toBe('No row is shown in a run that it does not belong to. No run has findings.')
    expect(verdictOf(aReport({ runs_pending: 3 }))).toMatch(/No findings so far\.$/)
  })

  it('counts rows without a run', () => {
    const lost = aGroup({ kind: 'edge_between_runs', findings: 1, rows: 4, runs: 0 })
    expect(verdictOf(aReport({ groups: [lost] }))).toMatch(/4 rows belong to no run\.$/)
  })

  it('does not call an old database safe', () => {
    const reused_ids = { total: 1, items: [aReusedId()] }
    expect(verdictOf(aReport({ shape: 'old', reused_ids }))).toMatch(/mix rows of different runs/)
    expect(verdictOf(aReport({ shape: 'old' }))).not.toMatch(/No row is shown in a run that it does not belong to/)
  })

  it('says that an empty database is empty', () => {
    const counts = { sessions: 0, runs: 0, nodes: 0, edges: 0, events: 0, files: 0, messages: 0 }
    expect(verdictOf(aReport({ counts }))).toMatch(/The database is empty\.$/)
  })
})

describe('the verdict on a run', () => {
  it.each([
    ['pending', { run_id: BLUE, checked: false, groups: [] }, 'This run is still being checked.'],
    ['without findings', { run_id: BLUE, checked: true, groups: [] }, 'No findings in this run.'],
    [
      'with repairs only',
      { run_id: BLUE, checked: true, groups: [aGroup({ kind: 'node_reconstructed' })] },
      'No findings in this run. 1 node was repaired.',
    ],
    [
      'with findings',
      { run_id: BLUE, checked: true, groups: [aGroup({ findings: 2 }), aGroup({ kind: 'order_gap' })] },
      '3 findings in this run.',
    ],
  ])('%s', (_, report, says) => expect(runVerdictOf(report)).toBe(says))
})

it('names the runs that are still being checked, and only then', () => {
  expect(pendingInWords(0)).toBeUndefined()
  expect(pendingInWords(1)).toMatch(/^1 run is still being checked/)
  expect(pendingInWords(1200)).toMatch(/^1,200 runs are still being checked/)
})
