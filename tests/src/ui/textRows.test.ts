import { PIECE_CHARS, textRows } from '#src/ui/viewers/text/textRows.ts'
import { describe, expect, it } from 'vitest'

const pieces = (text: string, most?: number) => {
  const rows = textRows(text, most)
  return Array.from({ length: rows.count }, (_, index) => {
    const { start, end, line } = rows.at(index)
    return [line, text.slice(start, end)]
  })
}

describe('the rows of a text', () => {
  it('are its lines, whichever way they end, and a line end at the end opens no further one', () => {
    expect(pieces('a\nb\r\nc\rd\n')).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ])
    expect(pieces('a\n\nb')).toEqual([
      [0, 'a'],
      [1, ''],
      [2, 'b'],
    ])
  })

  it('are one empty row where there is no text', () => {
    expect(pieces('')).toEqual([[0, '']])
  })

  it('are the pieces of a line that is too long, which tell that it goes on', () => {
    const rows = textRows(`${'x'.repeat(PIECE_CHARS * 2 + 5)}\nnext`)
    expect(Array.from({ length: rows.count }, (_, index) => rows.lengthOf(index))).toEqual([2000, 2000, 5, 4])
    expect(rows.at(1)).toEqual({ line: 0, start: 2000, end: 4000, isContinued: true, goesOn: true })
    expect(rows.at(2)).toMatchObject({ isContinued: true, goesOn: false })
    expect(rows.at(3)).toMatchObject({ line: 1, isContinued: false, goesOn: false })
    expect(rows.lineCount).toBe(2)
  })

  it('never cut a character or a colour of the terminal in two', () => {
    const emoji = textRows('x'.repeat(PIECE_CHARS - 1) + '😀y')
    expect([emoji.lengthOf(0), emoji.lengthOf(1)]).toEqual([PIECE_CHARS - 1, 3])
    const colour = textRows('x'.repeat(PIECE_CHARS - 3) + '\u001b[31mred')
    expect([colour.lengthOf(0), colour.lengthOf(1)]).toEqual([PIECE_CHARS - 3, 8])
  })

  it('lose nothing: put together again they are the line', () => {
    const line = '\u001b[1m😀'.repeat(3000)
    expect(
      pieces(line)
        .map(([, piece]) => piece)
        .join(''),
    ).toBe(line)
  })

  it('have an end, and tell how much is left', () => {
    const rows = textRows('a\nb\nc\nd', 2)
    expect([rows.count, rows.lineCount, rows.left]).toEqual([2, 2, 4])
    expect(textRows('a\nb', 2).left).toBe(0)
  })
})
