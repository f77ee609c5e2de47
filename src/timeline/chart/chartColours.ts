import type { LucideIcon } from 'lucide-react'
import { TONES } from '../model/tones.ts'

/** The colours of the chart by token name, and the font of its texts. */
export type ChartColours = {
  readonly surface: string
  readonly sunken: string
  readonly hover: string
  readonly selected: string
  readonly border: string
  readonly borderStrong: string
  readonly text: string
  readonly dim: string
  readonly accent: string
  readonly warning: string
  /** One for each of `TONES`. */
  readonly tones: readonly string[]
  readonly font: string
  /** The paths of the icons of types, in units of a 24 × 24 box. */
  readonly icons: ReadonlyMap<LucideIcon, Path2D>
}

/** A canvas cannot use custom properties, so they are read from the page once per theme. */
export function chartColours(element: Element, icons: ChartColours['icons'] = new Map()): ChartColours {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--rl-${name}`).trim()
  return {
    surface: token('surface'),
    sunken: token('sunken'),
    hover: token('hover'),
    selected: token('selected'),
    border: token('border'),
    borderStrong: token('border-strong'),
    text: token('text'),
    dim: token('dim'),
    accent: token('accent'),
    warning: token('paused'),
    tones: TONES.map(token),
    font: style.fontFamily,
    icons,
  }
}
