import { motionMs } from '#src/graph/motionMs.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:css|tsx?)$/.test(path))
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }))
const pathsWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)

function asked(wish: boolean): void {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: wish && query === '(prefers-reduced-motion: reduce)' }))
}

describe('a reader who asked for less motion', () => {
  it('sees the graph move at once, while others see it glide', () => {
    asked(true)
    expect(motionMs(150)).toBe(0)
    asked(false)
    expect(motionMs(150)).toBe(150)
  })

  it('sees no animation, transition or smooth scroll of any style: the one rule that stops them covers everything', () => {
    const rule = /@media \(prefers-reduced-motion: reduce\) \{\s*\*,\s*\*::before,\s*\*::after \{([^}]*)\}/
    const declared = rule.exec(readFileSync('src/theme/global.css', 'utf8'))?.[1] ?? ''
    for (const property of [
      'animation-duration',
      'animation-iteration-count',
      'transition-duration',
      'scroll-behavior',
    ])
      expect(declared).toMatch(new RegExp(`${property}: [^;]+ !important;`))
  })

  it('sees none that is beyond the reach of that rule', () => {
    // A style that insists would win over it, and what scripts move is not styled.
    expect(pathsWith(/(?:animation|transition|scroll-behavior)[^;{}]*!important/)).toEqual(['theme/global.css'])
    expect(pathsWith(/behavior: 'smooth'|\.animate\(|<animate|\bduration: [1-9]/)).toEqual([])
  })
})
