import type { JsonValue } from '#contract/json.ts'
import type { JsonContainer } from '#src/ui/viewers/json/jsonContainer.ts'
import { jsonGist } from '#src/ui/viewers/json/jsonGist.ts'
import { openedAtFirst, openedWholly } from '#src/ui/viewers/json/jsonOpening.ts'
import { containerNumbers, jsonRows, pathOf, type JsonRows } from '#src/ui/viewers/json/jsonRows.ts'
import { describe, expect, it } from 'vitest'

const names = (rows: JsonRows) =>
  Array.from({ length: rows.count }, (_, index) => {
    const row = rows.at(index)
    return `${'  '.repeat(row?.depth ?? 0)}${row?.name}`
  })
const inner = { deep: 1 }
const list = [10, inner, 30]
const root: JsonContainer = { a: 'x', list, 'b c': { y: null }, last: true }
const rowsOf = (opened: readonly JsonContainer[], most?: number) =>
  jsonRows(root, new Set(opened), containerNumbers(), most)

describe('the rows of a JSON tree', () => {
  it('are the members of the root, and of what is unfolded', () => {
    expect(names(rowsOf([]))).toEqual(['a', 'list', 'b c', 'last'])
    expect(names(rowsOf([list, inner]))).toEqual(['a', 'list', '  0', '  1', '    deep', '  2', 'b c', 'last'])
  })

  it('know their place, their siblings and the row of their container', () => {
    const rows = rowsOf([list, inner])
    expect(rows.at(4)).toMatchObject({ name: 'deep', value: 1, depth: 2, parent: 3, place: 1, siblings: 1 })
    expect(rows.at(5)).toMatchObject({ name: 2, value: 30, depth: 1, parent: 1, place: 3, siblings: 3 })
    expect(rows.at(6)).toMatchObject({ name: 'b c', parent: -1, place: 3, siblings: 4 })
    expect(rows.at(8)).toBeUndefined()
  })

  it('keep their keys when others fold or unfold', () => {
    const numberOf = containerNumbers()
    const before = jsonRows(root, new Set<JsonContainer>(), numberOf)
    const after = jsonRows(root, new Set<JsonContainer>([list, inner]), numberOf)
    expect(after.indexOf(before.keyAt(3))).toBe(7)
    expect(Array.from({ length: after.count }, (_, i) => after.indexOf(after.keyAt(i)))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ])
    expect(before.indexOf(after.keyAt(4))).toBeUndefined()
  })

  it('are known by a path as one would write it in code', () => {
    const rows = rowsOf([list, inner])
    expect([pathOf(rows, 4), pathOf(rows, 6)]).toEqual(['list[1].deep', '["b c"]'])
  })

  it('have an end', () => {
    const rows = rowsOf([list], 3)
    expect([rows.count, rows.isCut]).toEqual([3, true])
    expect(rowsOf([list], 8).isCut).toBe(false)
  })

  it('of 300,000 members are there at once', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => i)
    const rows = jsonRows({ many }, new Set<JsonContainer>([many]), containerNumbers())
    expect(rows.count).toBe(300_001)
    expect(rows.at(300_000)).toMatchObject({ name: 299_999, value: 299_999 })
  })

  it('keep a name that is dear to JavaScript', () => {
    const value: unknown = JSON.parse('{"__proto__": "kept", "constructor": 1}')
    const rows = jsonRows(value as JsonContainer, new Set<JsonContainer>(), containerNumbers())
    expect([rows.at(0), rows.at(1)]).toMatchObject([
      { name: '__proto__', value: 'kept' },
      { name: 'constructor', value: 1 },
    ])
  })
})

describe('what is unfolded', () => {
  it('at first is small and near the root', () => {
    const large = Array.from({ length: 500 }, (_, i) => i)
    const small = { a: { b: { c: { d: 1 } } }, large }
    const opened = openedAtFirst(small)
    expect([opened.has(small.a), opened.has(small.a.b), opened.has(small.a.b.c), opened.has(large)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('wholly is everything, as far as there is room', () => {
    const value = { a: [1, 2], b: [3, 4, 5], c: {} }
    expect(openedWholly(value, 100).size).toBe(2)
    expect([...openedWholly(value, 6)]).toEqual([value.a])
  })
})

describe('the gist of a value', () => {
  it.each<readonly [JsonValue, number, string]>([
    [{ a: 1, b: ['x', null, true] }, 99, '{ a: 1, b: ["x", null, true] }'],
    [[1, 2, 3, 4, 5, 6], 3, '[1, 2, 3, …]'],
    [{}, 9, '{}'],
    [[], 9, '[]'],
    ['a\nb', 9, '"a\\nb"'],
  ])('%j within %i characters', (value, budget, gist) => {
    expect(jsonGist(value, budget)).toBe(gist)
  })

  it('looks at no more of a value than it writes', () => {
    const gist = jsonGist({ long: 'x'.repeat(1e6), many: Array.from({ length: 1e5 }, (_, i) => i) }, 50)
    expect(gist.length).toBeLessThan(120)
  })
})
