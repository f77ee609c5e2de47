import { readNotebook } from '#src/records/files/previews/notebook/notebook.ts'
import { describe, expect, it } from 'vitest'

const outputsOf = (...outputs: object[]) => {
  const json: unknown = { cells: [{ cell_type: 'code', source: 'x', outputs }] }
  const cell = readNotebook(json as { cells: [] })?.cells[0]
  return cell?.kind === 'code' ? cell.outputs : undefined
}
const shown = (data: object) => outputsOf({ output_type: 'display_data', data })

describe('a notebook', () => {
  it('is its cells, whose texts may be given line by line', () => {
    const notebook = readNotebook({
      metadata: { language_info: { name: 'python' } },
      cells: [
        { cell_type: 'markdown', source: ['# A\n', 'b'] },
        { cell_type: 'code', source: 'print(1)', execution_count: 2, outputs: [] },
        { cell_type: 'code', source: 'later', execution_count: null, outputs: [] },
        { cell_type: 'hologram', source: 'x' },
      ],
    })
    expect(notebook).toEqual({
      language: 'python',
      cells: [
        { kind: 'markdown', source: '# A\nb' },
        { kind: 'code', source: 'print(1)', count: 2, outputs: [] },
        { kind: 'code', source: 'later', count: undefined, outputs: [] },
      ],
    })
  })

  it('is none where there are no cells', () => {
    expect(readNotebook([1])).toBeUndefined()
    expect(readNotebook({ cells: 'x' })).toBeUndefined()
  })

  it('shows images that lie in it, and none whose bytes are something else', () => {
    expect(shown({ 'image/png': 'iVBOR\nw0=' })).toEqual([
      { kind: 'image', media: 'image/png', src: 'data:image/png;base64,iVBORw0=' },
    ])
    expect(shown({ 'image/png': '"><script>alert(1)</script>', 'text/plain': 'fallback' })).toEqual([
      { kind: 'text', text: 'fallback' },
    ])
  })

  it('shows SVG as an address of an image only, in which nothing can end the address', () => {
    const [output] = shown({ 'image/svg+xml': '<svg onload="alert(1)">#"</svg>' }) ?? []
    expect(output).toEqual({
      kind: 'image',
      media: 'image/svg+xml',
      src: 'data:image/svg+xml,%3Csvg%20onload%3D%22alert(1)%22%3E%23%22%3C%2Fsvg%3E',
    })
  })

  it('gives HTML as its source, below the plain form', () => {
    expect(shown({ 'text/html': ['<b>', 'x</b>'], 'text/plain': 'x' })).toEqual([
      { kind: 'text', text: 'x' },
      { kind: 'html', text: '<b>x</b>' },
    ])
  })

  it('gives what was printed, and errors with their traceback', () => {
    expect(
      outputsOf({ output_type: 'stream', text: ['a\n', 'b'] }, { output_type: 'error', ename: 'E', evalue: 'v' }),
    ).toEqual([
      { kind: 'terminal', text: 'a\nb' },
      { kind: 'terminal', text: 'E: v' },
    ])
  })
})
