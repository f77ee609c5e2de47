import { NodeId } from '#contract/ids.ts'
import { outlineOf } from '#src/graph/outline/outlineOf.ts'
import { outlineRows, type OutlineRow } from '#src/graph/outline/outlineRows.ts'
import { outlineStep } from '#src/graph/outline/outlineSteps.ts'
import { listed, referenceInWords, tiesInWords } from '#src/graph/outline/outlineWords.ts'
import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'

const id = (name: string) => z.parse(NodeId, name)
const names = ['A', 'B', 'C', 'D', 'E']
const edges = ['A>B', 'A>C', 'B>D', 'C>D', 'D>E', 'E>A'].map((tie) => {
  const [from = '', to = ''] = tie.split('>')
  return { from_node_id: id(from), to_node_id: id(to) }
})
const outline = outlineOf(
  names.map((name) => ({ node_id: id(name) })),
  edges,
)
/** A, then one level in B and C, which both name D; then D, E, and A named again. */
const rows = outlineRows(outline, new Set())
const shown = rows.map((row) => (row.kind === 'node' ? row.node_id : `(${row.node_id})`))
const failed = [id('B'), id('E')]

/** What a key does on a row, told as `row 1` or `fold A`. */
function press(
  key: string,
  on: string,
  { shiftKey = false, of = rows }: { shiftKey?: boolean; of?: readonly OutlineRow[] } = {},
) {
  const at = of === rows ? shown.indexOf(on) : of.findIndex((row) => row.node_id === on)
  const step = outlineStep({ key, shiftKey }, at, of, outline, failed)
  return step && (step.kind === 'row' ? `row ${step.index}` : `${step.kind} ${step.node_id}`)
}

describe('the keys of the outline', () => {
  it('are tried on this outline', () => expect(shown).toEqual(['A', 'B', '(D)', 'C', '(D)', 'D', 'E', '(A)']))

  it('go up and down among the rows, and not beyond the ends', () => {
    expect(press('ArrowDown', 'A')).toBe('row 1')
    expect(press('ArrowUp', 'A')).toBe('row 0')
    expect(press('End', 'A')).toBe('row 7')
    expect(press('Home', 'C')).toBe('row 0')
  })

  it('go in and out, and fold and unfold', () => {
    expect(press('ArrowRight', 'A')).toBe('row 1')
    expect(press('ArrowLeft', 'A')).toBe('fold A')
    expect(press('ArrowLeft', 'C')).toBe('row 0')
    expect(press('ArrowLeft', 'E')).toBeUndefined()
    expect(press('ArrowRight', 'B')).toBeUndefined()
    const foldedRows = outlineRows(outline, new Set([id('A')]))
    expect(press('ArrowRight', 'A', { of: foldedRows })).toBe('fold A')
    expect(press('ArrowLeft', 'A', { of: foldedRows })).toBeUndefined()
  })

  it('open a node, and from where it is only named go to where it stands', () => {
    expect(press('Enter', 'B')).toBe('open B')
    expect(press(' ', '(D)')).toBe('open D')
    expect(press('ArrowRight', '(D)')).toBe('node D')
  })

  it('follow the edges both ways', () => {
    expect(press('[', 'D')).toBe('node B')
    expect(press(']', 'B')).toBe('node D')
    expect(press(']', 'E')).toBe('node A')
    expect(press('[', '(D)')).toBe('node B')
  })

  it('go to the next and previous failed node, round the end', () => {
    expect(press('F8', 'A')).toBe('node B')
    expect(press('F8', 'B')).toBe('node E')
    expect(press('F8', 'E')).toBe('node B')
    expect(press('F8', 'B', { shiftKey: true })).toBe('node E')
  })

  it('leave all others alone', () => {
    expect(press('x', 'A')).toBeUndefined()
    expect(press('ArrowDown', 'A', { shiftKey: true })).toBeUndefined()
  })
})

describe('the outline in words', () => {
  it('says what a node follows and where it leads, and nothing of one that stands alone', () => {
    expect(tiesInWords(outline, id('D'), (node_id) => node_id)).toBe('follows B and C, leads to E')
    expect(tiesInWords(outline, id('A'), (node_id) => node_id)).toBe('follows E, leads to B and C')
    const alone = outlineOf([{ node_id: id('X') }], [])
    expect(tiesInWords(alone, id('X'), (node_id) => node_id)).toBe('')
  })

  it('says where an edge leads that is not drawn out', () => {
    const said = rows.flatMap((row) => (row.kind === 'reference' ? referenceInWords(row, (node_id) => node_id) : []))
    expect(said).toEqual(['leads to D', 'leads to D', 'leads back to A, closing a cycle'])
  })

  it('names a few neighbours and counts the rest', () => {
    const ids = Array.from({ length: 6 }, (_, place) => id(`n${place}`))
    expect(listed(ids, (node_id) => node_id)).toBe('n0, n1, n2, n3 and 2 more')
    expect(listed(ids.slice(0, 2), (node_id) => node_id)).toBe('n0 and n1')
  })
})
