import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { pendingInWords, runVerdictOf, verdictOf } from '#src/integrity/verdict.ts'
import { describe, expect, it } from 'vitest'
import { aGroup, aReport, aReusedId } from '#tests/support/integrityReports.ts'

const mended = [
  aGroup({ kind: 'node_reconstructed', findings: 76, rows: 419, runs: 41 }),
  aGroup({ kind: 'edge_inferred', findings: 12, rows: 12, runs: 6 }),
]

describe('the verdict', () => {
  it('says first that no run is mixed with another, then how many have findings, then what was mended', () => {
    const report = aReport({ runs_with_findings: 31, groups: [aGroup(), ...mended] })
    expect(verdictOf(report)).toBe(
      'No row of one run is shown in another. 31 of 265 runs have findings. 76 nodes and 12 edges were put right.',
    )
  })

  it('counts what was mended by places, not by the rows behind them', () => {
    expect(verdictOf(aReport({ groups: [aGroup({ kind: 'node_reconstructed', findings: 1, rows: 16 })] }))).toMatch(
      /1 node was put right\.$/,
    )
    expect(verdictOf(aReport({ groups: [...mended, aGroup({ kind: 'unreadable_time', findings: 2 })] }))).toMatch(
      /76 nodes, 12 edges and 2 other records were put right\.$/,
    )
    expect(verdictOf(aReport({ groups: [aGroup({ kind: 'unreadable_time' })] }))).toMatch(/1 record was put right\.$/)
  })

  it('says plainly that there is nothing, and does not say it while runs are pending', () => {
    expect(verdictOf(aReport())).toBe('No row of one run is shown in another. No run has a finding.')
    expect(verdictOf(aReport({ runs_pending: 3 }))).toMatch(/No finding so far\.$/)
  })

  it('tells of rows without a run', () => {
    const lost = aGroup({ kind: 'edge_between_runs', findings: 1, rows: 4, runs: 0 })
    expect(verdictOf(aReport({ groups: [lost] }))).toMatch(/4 rows belong to no run\.$/)
  })

  it('does not call an old database safe', () => {
    const reused_ids = { total: 1, items: [aReusedId()] }
    expect(verdictOf(aReport({ shape: 'old', reused_ids }))).toMatch(/mix the rows of different runs/)
    expect(verdictOf(aReport({ shape: 'old' }))).not.toMatch(/No row of one run is shown in another/)
  })

  it('of an empty database is that it is empty', () => {
    const counts = { sessions: 0, runs: 0, nodes: 0, edges: 0, events: 0, files: 0, messages: 0 }
    expect(verdictOf(aReport({ counts }))).toMatch(/The database is empty\.$/)
  })
})

describe('the verdict on a run', () => {
  it.each([
    ['pending', { run_id: BLUE, checked: false, groups: [] }, 'This run is still being looked through.'],
    ['whole', { run_id: BLUE, checked: true, groups: [] }, 'Nothing is wrong in this run.'],
    [
      'mended only',
      { run_id: BLUE, checked: true, groups: [aGroup({ kind: 'node_reconstructed' })] },
      'Nothing is wrong in this run. 1 node was put right.',
    ],
    [
      'with findings',
      { run_id: BLUE, checked: true, groups: [aGroup({ findings: 2 }), aGroup({ kind: 'order_gap' })] },
      '3 findings in this run.',
    ],
  ])('%s', (_, report, says) => expect(runVerdictOf(report)).toBe(says))
})

it('runs that are still being looked through are told, and only then', () => {
  expect(pendingInWords(0)).toBeUndefined()
  expect(pendingInWords(1)).toMatch(/^1 run is still being looked through/)
  expect(pendingInWords(1200)).toMatch(/^1,200 runs are still being looked through/)
})
