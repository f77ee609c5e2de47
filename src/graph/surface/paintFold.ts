import type { FoldFace } from '../faces/foldFace.ts'
import type { Place } from '../layout/GraphLayout.ts'
import { fillRound, fontOf, write, type Brush } from './Brush.ts'
import { toneColour } from './palette.ts'

const LEAST_SHARE = 4

/** The text and the bar of a folded card, as in FoldCard.module.css. */
export function paintFold(brush: Brush, { x, y, width, height }: Place, face: FoldFace, left: number): void {
  const { palette, legibility, text } = brush
  const { detail, textSize: size } = legibility
  const name = Math.max(13, size)
  const isFar = detail === 'name' || detail === 'word'
  const start = x + left + 8
  // The style sheet reserves the gap for an error count even if there is none.
  const room = x + width - (detail === 'full' ? 9 : 16) - start
  const font = fontOf(brush, 600, name)
  const bold = { weight: 600, size: name, colour: palette.text }
  const many = text.width(font, face.many)
  const nameHigh = name * (detail === 'name' ? 1.15 : 1.36)
  const isInTwo = detail === 'name' && text.width(font, face.label.slice(0, 160)) + 12 + many > room
  const bar = isFar ? 12 : 6
  const lineHigh = isFar ? 0 : size * 1.4
  let top = y + (height - nameHigh * (isInTwo ? 2 : 1) - bar - 6 - lineHigh * 2) / 2
  if (isInTwo) {
    write(brush, face.label, { ...bold, x: start, y: top, high: nameHigh, room })
    top += nameHigh
    write(brush, face.many, { ...bold, x: start, y: top, high: nameHigh, room })
  } else {
    const gap = detail === 'name' ? 12 : 6
    const taken = write(brush, face.label, { ...bold, x: start, y: top, high: nameHigh, room: room - gap - many })
    write(brush, face.many, { ...bold, x: start + taken + gap, y: top, high: nameHigh, room: room - taken - gap + 1 })
  }
  top += nameHigh + 3
  paintBar(brush, face, start, top, room, bar)
  if (isFar) return
  top += bar + 3
  const line = { x: start, room, weight: 400, size }
  write(brush, face.states, { ...line, y: top, high: lineHigh, colour: palette.text })
  write(brush, face.facts, { ...line, y: top + lineHigh, high: lineHigh, colour: palette.dim })
}

/** The number of nodes in a card, in the middle of its mark. */
export function paintMany(brush: Brush, { x, y, width, height }: Place, many: string): void {
  const { palette, legibility, text } = brush
  const size = Math.max(13, legibility.textSize)
  const room = width - 13
  const fitted = Math.min(room, text.width(fontOf(brush, 600, size), many))
  const middle = { x: x + (width - fitted) / 2, y, high: height, room: room + 1 }
  write(brush, many, { ...middle, weight: 600, size, colour: palette.surface })
}

/** Shares of the statuses, each wide enough to be seen. */
function paintBar(brush: Brush, { shares }: FoldFace, x: number, y: number, width: number, height: number): void {
  const room = width - (shares.length - 1)
  const total = shares.reduce((sum, { count }) => sum + count, 0)
  const isSmall = (count: number) => (room * count) / total < LEAST_SHARE
  const small = shares.filter(({ count }) => isSmall(count))
  const rest = room - small.length * LEAST_SHARE
  const large = total - small.reduce((sum, { count }) => sum + count, 0)
  let at = x
  for (const { tone, count } of shares) {
    const wide = isSmall(count) ? LEAST_SHARE : (rest * count) / large
    fillRound(brush, at, y, wide, height, 1, toneColour(brush.palette, tone))
    at += wide + 1
  }
}
