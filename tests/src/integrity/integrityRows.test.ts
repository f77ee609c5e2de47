import { ASPECT_TITLES, INTEGRITY_KINDS } from '#contract/integrityKinds.ts'
import { aspectRows, countsInWords, factRows } from '#src/integrity/integrityRows.ts'
import { describe, expect, it } from 'vitest'
import { aFinding, aGroup, aReport } from '#tests/support/integrityReports.ts'

describe('the findings', () => {
  it('stand by what they mean, what was mixed first and what was mended last, and every kind has its place', () => {
    const rows = aspectRows(INTEGRITY_KINDS.map((kind) => aGroup({ kind })))
    expect(rows.map(({ aspect }) => aspect)).toEqual(['mixed', 'broken', 'odd', 'lost', 'mended'])
    expect(rows.map(({ title }) => title)).toEqual(Object.values(ASPECT_TITLES))
    expect(rows.flatMap(({ groups }) => groups.map(({ kind }) => kind)).toSorted()).toEqual(
      [...INTEGRITY_KINDS].toSorted(),
    )
  })

  it('leave out what has none', () => {
    expect(aspectRows([])).toEqual([])
    expect(aspectRows([aGroup({ kind: 'order_gap' })]).map(({ aspect }) => aspect)).toEqual(['odd'])
  })

  it('say how many are counted but not listed', () => {
    const [broken] = aspectRows([
      aGroup({ findings: 25, examples: [aFinding(), aFinding()] }),
      aGroup({ kind: 'edge_cycle' }),
    ])
    expect(broken).toMatchObject({ findings: 26, groups: [{ unlisted: 23 }, { unlisted: 0 }] })
  })
})

it.each([
  [{ findings: 35, rows: 419, runs: 34 }, '35 findings · 419 rows · in 34 runs'],
  [{ findings: 1, rows: 1, runs: 1 }, '1 finding · in 1 run'],
  [{ findings: 4, rows: 4, runs: 0 }, '4 findings'],
])('a group of %o counts itself without repeating a number', (group, says) => expect(countsInWords(group)).toBe(says))

it('what the database holds is told with the kinds of its node ids and the events without a node', () => {
  const facts = factRows(aReport())
  expect(facts.map(({ name, count }) => [name, count])).toEqual([
    ['Sessions', 123],
    ['Runs', 265],
    ['Nodes', 153],
    ['Edges', 68],
    ['Events', 635],
    ['Files', 31],
    ['Messages', 3],
  ])
  expect(facts[2]?.detail).toBe('153 different ids: 142 UUIDs, 11 names')
  expect(facts[4]?.detail).toBe('587 with a node, 48 without')
})
