import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'

/**
 * The tones, those that need attention last. This is the painting order of marks, so that if several share a pixel the
 * worst is visible.
 */
export const TONES = [
  'unknown',
  'skipped',
  'pending',
  'completed',
  'paused',
  'running',
  'retrying',
  'approval',
  'failed',
] as const satisfies readonly StatusTone[]

/** From this tone on, a mark is never too small to be noticed. */
export const FIRST_LOUD = TONES.indexOf('paused')

export const toneRank = (tone: StatusTone): number => TONES.indexOf(tone)

/** The theme's colours in canvas format. */
export type Palette = ReturnType<typeof paletteAt>

/** The colours of cards dimmed during a search: still readable. */
export const standingBack = (palette: Palette): Palette => ({
  ...palette,
  surface: palette.canvas,
  runningWash: palette.canvas,
  border: palette.faint,
  text: palette.dim,
  tones: palette.tones.map(() => palette.faint),
})

/** The ranks of statuses, cached because even a large run has few distinct ones. O(statuses). */
export function ranksOf(statuses: readonly string[]): Uint8Array {
  const known = new Map<string, number>()
  return Uint8Array.from(statuses, (status) => {
    const rank = known.get(status) ?? toneRank(statusToken(status).tone)
    known.set(status, rank)
    return rank
  })
}

export const toneColour = ({ tones }: Palette, tone: StatusTone): string => tones[toneRank(tone)] ?? ''

/** Reads the colour tokens that apply at an element. */
export function paletteAt(element: Element) {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--rl-${name}`).trim()
  return {
    canvas: token('canvas'),
    surface: token('surface'),
    sunken: token('sunken'),
    selected: token('selected'),
    border: token('border-strong'),
    text: token('text'),
    dim: token('dim'),
    accent: token('accent'),
    focus: token('focus'),
    runningWash: token('running-wash'),
    faint: token('border'),
    found: token('found'),
    /** By rank. */
    tones: TONES.map(token),
    font: style.fontFamily,
  }
}
