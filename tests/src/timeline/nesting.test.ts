import { nestingDepth } from '#src/timeline/model/nestingDepth.ts'
import { nestRows } from '#src/timeline/model/nestRows.ts'
import { describe, expect, it } from 'vitest'

/** `[parent of 0, parent of 1, …]` → the rows in order, indented by their depth; all in one lane. */
function nested(parents: readonly number[], order = parents.keys()): readonly string[] {
  const parent = Int32Array.from(parents)
  const depth = nestingDepth(parent, new Uint32Array(parents.length))
  return [...nestRows(Uint32Array.from(order), parent)].map((row) => '  '.repeat(depth[row] ?? 0) + String(row))
}

describe('nested events', () => {
  it('stand below their parents, siblings in the order given', () => {
    expect(nested([-1, 0, 0, 2, -1])).toEqual(['0', '  1', '  2', '    3', '4'])
    expect(nested([-1, 0, 0, 2, -1], [4, 3, 2, 1, 0].values())).toEqual(['4', '0', '  2', '    3', '  1'])
  })
  it('whose parent was recorded after them stand below it all the same', () => {
    expect(nested([2, 2, -1])).toEqual(['2', '  0', '  1'])
  })
  it('that name themselves as parent are shown once, at the top', () => {
    expect(nested([0, -1])).toEqual(['0', '1'])
  })
  it('on a cycle are shown once each, entered at the first', () => {
    expect(nested([1, 0, 0, -1]).map((line) => line.trim())).toEqual(['3', '0', '1', '2'])
  })
  it('whose parent is in another lane have none', () => {
    expect([...nestingDepth(Int32Array.of(-1, 0, 1), Uint32Array.of(0, 1, 1))]).toEqual([0, 0, 1])
  })
  it('may be nested a hundred thousand deep', () => {
    const parents = Int32Array.from({ length: 100_000 }, (_, row) => row - 1)
    expect(nestRows(Uint32Array.from(parents.keys()), parents).at(-1)).toBe(99_999)
    expect(nestingDepth(parents, new Uint32Array(100_000)).at(-1)).toBe(65_535)
  })
})
