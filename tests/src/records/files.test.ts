import { fileText } from '#src/records/files/previews/fileText.ts'
import { isNumeric, parseTable } from '#src/records/files/previews/table/parseTable.ts'
import { fileName, previewKind } from '#src/records/files/previews/previewKind.ts'
import { describe, expect, it } from 'vitest'

const kindOf = (file_path: string, file_type = 'other') => previewKind({ file_path, file_type })

describe('the preview of a file', () => {
  it.each([
    ['out/Plot.PNG', { kind: 'image' }],
    ['plot.svg', { kind: 'image' }],
    ['README.md', { kind: 'markdown' }],
    ['a.csv', { kind: 'table', delimiter: ',' }],
    ['a.tsv', { kind: 'table', delimiter: '\t' }],
    ['C:\\out\\data.json', { kind: 'json' }],
    ['src/fit.py', { kind: 'code', language: 'python' }],
    ['run.log', { kind: 'text' }],
    ['analysis.ipynb', { kind: 'notebook' }],
    ['paper.PDF', { kind: 'pdf' }],
    ['model.bin', { kind: 'none' }],
    ['.hidden', { kind: 'none' }],
  ])('follows from its name: %s', (path, kind) => {
    expect(kindOf(path)).toEqual(kind)
  })

  it('reads HTML as source, for a page that an agent wrote must not run here', () => {
    expect(kindOf('report.html')).toEqual({ kind: 'html' })
  })

  it('follows from the recorded type where the name tells nothing', () => {
    expect(kindOf('Makefile', 'code')).toEqual({ kind: 'text' })
    expect(kindOf('checkpoint', 'data')).toEqual({ kind: 'none' })
  })

  it('names a file by the last part of its path, whichever way the slashes lean', () => {
    expect(fileName('a/b/c.txt')).toBe('c.txt')
    expect(fileName('a\\b\\c.txt')).toBe('c.txt')
  })
})

describe('the bytes of a preview', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('are whole where the file is no longer than what was read', () => {
    expect(fileText(bytes('abc'), { size_bytes: 3 }, 10)).toEqual({ kind: 'text', text: 'abc', isWhole: true })
    expect(fileText(bytes('abc'), { size_bytes: 9 }, 3)).toEqual({ kind: 'text', text: 'abc', isWhole: false })
  })

  it('lose a character that the end cuts in two, and never show half of it', () => {
    const cut = bytes('aé').slice(0, 2)
    expect(fileText(cut, { size_bytes: 3 }, 2)).toEqual({ kind: 'text', text: 'a', isWhole: false })
  })

  it('are told to be binary where they are, whatever the name says', () => {
    expect(fileText(new Uint8Array([80, 0, 1]), { size_bytes: 3 }, 10)).toEqual({ kind: 'binary' })
  })
})

describe('a table of separated values', () => {
  it('keeps quoted commas and line ends, and never loses a cell of a long row', () => {
    const table = parseTable('name,n\n"a, ""b""\nc",1\nd,2,extra\n', ',', true)
    expect(table?.header).toEqual(['name', 'n', ''])
    expect(table?.rows).toEqual([
      ['a, "b"\nc', '1'],
      ['d', '2', 'extra'],
    ])
  })

  it('leaves out the last row of an incomplete file, which is cut', () => {
    expect(parseTable('n\n1\n2\n3', ',', false)?.rows).toEqual([['1'], ['2']])
  })

  it('tells columns of numbers from columns of words', () => {
    const table = parseTable('n,w\n1e3,x\n,2\n-4.5,y', ',', true)
    expect(table && [isNumeric(table, 0), isNumeric(table, 1)]).toEqual([true, false])
  })

  it('bounds its columns, and says how many are left out', () => {
    const table = parseTable(`${Array.from({ length: 75 }, (_, i) => i).join(',')}\n`, ',', true)
    expect([table?.header.length, table?.hiddenColumns]).toEqual([60, 15])
  })

  it('makes no cell that was not written, so that one wide row does not widen a million others', () => {
    const table = parseTable(`a\n${'1\n'.repeat(1000)}${','.repeat(50)}\n`, ',', true)
    expect(table?.header).toHaveLength(51)
    expect(table?.rows[0]).toEqual(['1'])
  })

  it('is no taller than a browser can scroll, and says how many rows are left out', () => {
    const table = parseTable(`n\n${'1\n'.repeat(500_003)}`, ',', true)
    expect([table?.rows.length, table?.hiddenRows]).toEqual([500_000, 3])
  })

  it('is no table where there are no rows', () => {
    expect(parseTable('\n', ',', true)).toBeUndefined()
  })
})
