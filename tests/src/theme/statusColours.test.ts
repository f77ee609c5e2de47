import { readFileSync } from 'node:fs'
import { NODE_STATUSES, RUN_STATUSES } from '#contract/words.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { describe, expect, it } from 'vitest'
import { contrast, difference, VISIONS, type Vision } from '#tests/support/app/colourVision.ts'

const css = readFileSync('src/theme/tokens.css', 'utf8')

/** The tokens `#rrggbb` of one theme, by name without `--rl-`. */
function themeOf(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block = new RegExp(`scheme='${scheme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--rl-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex] as const),
  )
}

const THEMES = { light: themeOf('light'), dark: themeOf('dark') }
const VISION_NAMES = Object.keys(VISIONS) as readonly Vision[]
const STATUSES = [...new Set<string>([...RUN_STATUSES, ...NODE_STATUSES, 'of no list'])]

/** Four times what is just noticeable: enough for marks of 13 pixels that do not touch. */
const APART_MIN = 8
/** What decides at a glance whether a reader must look closer. */
const TOLD_AT_A_GLANCE = ['running', 'completed', 'failed'] as const
const SURFACES = ['canvas', 'surface', 'sunken', 'hover', 'selected', 'failed-wash', 'running-wash', 'warning-wash']

const colour = (theme: keyof typeof THEMES, name: string): string => {
  const hex = THEMES[theme].get(name)
  if (hex === undefined) throw new Error(`tokens.css has no ${name} in the ${theme} theme`)
  return hex
}

describe('a status is told without colour', () => {
  it('every two statuses that look alike in shape are the same to the reader: they share their tone', () => {
    const tones = new Map<unknown, string>()
    for (const status of STATUSES) {
      const { Icon, tone, word } = statusToken(status)
      expect(word).not.toBe('')
      expect([status, tones.get(Icon) ?? tone]).toEqual([status, tone])
      tones.set(Icon, tone)
    }
    expect(tones.size).toBe(new Set(STATUSES.map((status) => statusToken(status).tone)).size)
  })
})

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(VISION_NAMES)('running, completed and failed are told apart by colour under %s', (vision) => {
    for (const [place, one] of TOLD_AT_A_GLANCE.entries())
      for (const other of TOLD_AT_A_GLANCE.slice(place + 1))
        expect(
          difference(colour(theme, one), colour(theme, other), vision),
          `${one} and ${other}`,
        ).toBeGreaterThanOrEqual(APART_MIN)
  })

  it('every status is readable as text on every surface', () => {
    const tones = new Set(STATUSES.map((status) => statusToken(status).tone))
    for (const tone of tones)
      for (const surface of SURFACES)
        expect(contrast(colour(theme, tone), colour(theme, surface)), `${tone} on ${surface}`).toBeGreaterThanOrEqual(
          4.5,
        )
  })
})

describe('the simulation itself', () => {
  it('tells red from green to most people, and hardly where red or green cones are missing', () => {
    const [red, green] = ['#b85c00', '#7a7a00'] as const
    expect(difference(red, green, 'usual')).toBeGreaterThan(2 * difference(red, green, 'deuteranopia'))
    expect(difference('#ffffff', '#ffffff', 'protanopia')).toBeCloseTo(0)
    expect(difference('#000000', '#ffffff', 'tritanopia')).toBeCloseTo(100, 0)
  })

  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  })
})
