import { changeCounts, diffRows } from '#src/records/files/versions/diffRows.ts'
import { lineChanges } from '#src/records/files/versions/lineChanges.ts'
import { wordMarks } from '#src/records/files/versions/wordMarks.ts'
import { describe, expect, it } from 'vitest'

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`)

describe('two versions of a text', () => {
  it('share their equal lines, before, between and after what differs', () => {
    const { changes, precision } = lineChanges(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd'])
    expect(precision).toBe('exact')
    expect(changes).toEqual([
      { kind: 'same', count: 1 },
      { kind: 'removed', count: 1 },
      { kind: 'added', count: 1 },
      { kind: 'same', count: 1 },
      { kind: 'added', count: 1 },
      { kind: 'same', count: 1 },
    ])
    expect(changeCounts(changes)).toEqual({ removed: 1, added: 2 })
  })

  it('that differ too much for the time are compared as a whole, between their equal ends', () => {
    const older = ['same', ...lines(3000), 'end']
    const newer = ['same', ...lines(3000).map((line) => `${line}!`), 'end']
    expect(lineChanges(older, newer, 0)).toEqual({
      precision: 'coarse',
      changes: [
        { kind: 'same', count: 1 },
        { kind: 'removed', count: 3000 },
        { kind: 'added', count: 3000 },
        { kind: 'same', count: 1 },
      ],
    })
  })

  it('stand side by side, with equal lines far from a change folded until they are opened', () => {
    const older = lines(20)
    const newer = [...lines(20).slice(0, 10), 'new', ...lines(20).slice(11), 'last']
    const { changes } = lineChanges(older, newer)
    const rows = diffRows(changes, new Set())
    expect(rows[0]).toEqual({ kind: 'folded', left: 0, count: 7 })
    expect(rows.filter(({ kind }) => kind === 'changed')).toEqual([
      { kind: 'changed', left: 10, right: 10 },
      { kind: 'changed', left: undefined, right: 20 },
    ])
    expect(rows[5]).toEqual({ kind: 'same', left: 11, right: 11 })
    const opened = diffRows(changes, new Set([0]))
    expect(opened.slice(0, 2)).toEqual([
      { kind: 'same', left: 0, right: 0 },
      { kind: 'same', left: 1, right: 1 },
    ])
  })

  it('mark the words that differ in a changed line', () => {
    const [left, right] = wordMarks('the value is 7 now', 'the value is 21 now')
    expect(left.filter(({ isChanged }) => isChanged).map(({ text }) => text)).toEqual(['7'])
    expect(right.filter(({ isChanged }) => isChanged).map(({ text }) => text)).toEqual(['21'])
    expect(right.map(({ text }) => text).join('')).toBe('the value is 21 now')
  })

  it('mark nothing where lines share nothing, or are too long to be compared', () => {
    expect(wordMarks('abc', 'xyz')).toEqual([[{ text: 'abc', isChanged: false }], [{ text: 'xyz', isChanged: false }]])
    const long = 'word '.repeat(1000)
    expect(wordMarks(long, `${long}!`)[0]).toEqual([{ text: long, isChanged: false }])
  })
})
