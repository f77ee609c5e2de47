import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatCompact } from '#src/lib/format.ts'
import type { Detail } from '../detailAt.ts'
import { foldFace, type FoldFace } from '../faces/foldFace.ts'
import { matchWords } from '../faces/matchWords.ts'
import { nodeFace, type NodeFace } from '../faces/nodeFace.ts'
import type { Place } from '../layout/GraphLayout.ts'
import type { CardData, FoldData } from '../model/cardData.ts'
import { drawIcon, fillRound, fontOf, write, type Brush } from './Brush.ts'
import { paintFold } from './paintFold.ts'
import { toneColour } from './palette.ts'

/* Paints a card as DAGNode.module.css styles it, at each level of detail. Keep both in sync. */

const RADIUS = 6

const nodeFaces = new WeakMap<EnrichedNode, NodeFace>()
const foldFaces = new WeakMap<FoldData, FoldFace>()

function faceOf<Key extends object, Face>(known: WeakMap<Key, Face>, key: Key, make: () => Face): Face {
  const face = known.get(key) ?? make()
  known.set(key, face)
  return face
}

/** O(members), once. */
export const faceOfFold = (fold: FoldData): FoldFace => faceOf(foldFaces, fold, () => foldFace(fold))

/** Paints one card with room for text; a folded one says how many of its nodes were found. Zoomed-out marks are painted in bulk elsewhere. */
export function paintCard(
  brush: Brush,
  place: Place,
  data: CardData,
  isSelected: boolean,
  found?: ReadonlySet<NodeId>,
): void {
  const { detail } = brush.legibility
  if ('fold' in data) {
    const face = faceOfFold(data.fold)
    paintPile(brush, place)
    const left = paintBody(brush, place, { tone: face.tone, isSelected, isRunning: false, isDashed: false })
    paintFold(brush, place, found ? { ...face, facts: matchWords(data.fold, found) } : face, left)
    return
  }
  const { node } = data
  const face = faceOf(nodeFaces, node, () => nodeFace(node))
  const left = paintBody(brush, place, {
    tone: face.tone,
    isSelected,
    isRunning: face.turns,
    isDashed: node.origin !== 'recorded',
  })
  paintNode(brush, place, face, node.error_count, left, detail)
}

/** The pile below a folded card. */
export function paintPile(brush: Brush, { x, y, width, height }: Place): void {
  const { palette } = brush
  fillRound(brush, x + 4, y + 4, width, height, RADIUS, palette.border)
  fillRound(brush, x + 5, y + 5, width - 2, height - 2, RADIUS - 1, palette.surface)
}

type Look = {
  readonly tone: NodeFace['tone']
  readonly isSelected: boolean
  readonly isRunning: boolean
  readonly isDashed: boolean
}

/** Paints the card without its text; returns where its content starts. */
function paintBody(brush: Brush, { x, y, width, height }: Place, look: Look): number {
  const { context, palette, legibility } = brush
  const isFar = legibility.detail === 'name' || legibility.detail === 'word'
  const isLoud = isFar && LOUD.has(look.tone)
  const tone = toneColour(palette, look.tone)
  const [left, border] = [isFar ? 12 : 4, isLoud ? 4 : 1]
  const edge = isLoud ? tone : look.isSelected ? palette.accent : palette.border
  const inside = look.isRunning ? palette.runningWash : look.isSelected ? palette.selected : palette.surface
  if (look.isSelected) fillRound(brush, x - 1, y - 1, width + 2, height + 2, RADIUS + 1, palette.accent)
  fillRound(brush, x, y, width, height, RADIUS, look.isDashed && !isLoud ? inside : edge)
  fillRound(brush, x, y, left + 4, height, [RADIUS, 0, 0, RADIUS], tone)
  fillRound(brush, x + left, y + border, width - left - border, height - 2 * border, [2, 5, 5, 2], inside)
  if (look.isDashed && !isLoud) {
    context.strokeStyle = edge
    context.lineWidth = 1
    context.setLineDash([3, 3])
    context.beginPath()
    context.moveTo(x + left, y + 0.5)
    context.arcTo(x + width - 0.5, y + 0.5, x + width - 0.5, y + height, RADIUS)
    context.arcTo(x + width - 0.5, y + height - 0.5, x + left, y + height - 0.5, RADIUS)
    context.lineTo(x + left, y + height - 0.5)
    context.stroke()
    context.setLineDash([])
  }
  return left
}

const LOUD = new Set<NodeFace['tone']>(['failed', 'running', 'approval'])

function paintNode(
  brush: Brush,
  { x, y, width, height }: Place,
  face: NodeFace,
  errors: number,
  left: number,
  detail: Detail,
): void {
  const { palette, legibility, text } = brush
  const size = legibility.textSize
  const name = Math.max(13, size)
  const isFull = detail === 'full'
  const isFar = detail === 'name' || detail === 'word'
  let start = x + left + 8
  let end = x + width - 9
  if (isFull) {
    fillRound(brush, start, y + height / 2 - 12, 24, 24, 5, palette.sunken)
    drawIcon(brush, face.Icon, start + 4, y + height / 2 - 8, 16, 2, palette.dim)
    start += 31
  }
  if (errors > 0 && !isFar) {
    const count = formatCompact(errors)
    const written = text.width(fontOf(brush, 650, size), count)
    const wide = Math.max(18, written + 10)
    end -= wide
    fillRound(brush, end, y + height / 2 - size * 0.75, wide, size * 1.5, 9, toneColour(palette, 'failed'))
    const place = {
      x: end + (wide - written) / 2,
      y: y + height / 2 - size * 0.75,
      high: size * 1.5,
      room: wide,
      weight: 650,
      size,
    }
    write(brush, count, { ...place, colour: palette.surface })
  }
  const room = end - 7 - start
  const colour = palette.text
  if (isFar) {
    const lines = detail === 'name' ? text.lines(fontOf(brush, 600, name), face.label, room) : [face.label]
    const high = name * (detail === 'name' ? 1.15 : 1.36)
    lines.forEach((line, at) => {
      const top = y + height / 2 + (at - lines.length / 2) * high
      write(brush, line, { x: start, y: top, high, room, weight: 600, size: name, colour })
    })
    return
  }
  const [nameHigh, lineHigh] = [name * 1.36, size * 1.4]
  let top = y + (height - nameHigh - lineHigh * (isFull ? 2 : 1)) / 2
  write(brush, face.label, { x: start, y: top, high: nameHigh, room, weight: 600, size: name, colour })
  top += nameHigh
  const tone = toneColour(palette, face.tone)
  const line = { y: top, high: lineHigh, size }
  drawIcon(brush, face.StatusIcon, start, top + lineHigh / 2 - 6.5, 13, 2.25, tone)
  // The icon and the colour say the status too, so the duration keeps its room.
  const took = face.duration === undefined ? 0 : 6 + text.width(fontOf(brush, 400, size), face.duration)
  const wordRoom = Math.max(0, room - 18 - took)
  const word = 18 + write(brush, face.word, { ...line, x: start + 18, room: wordRoom, weight: 550, colour: tone })
  const dim = { size, high: lineHigh, weight: 400, colour: palette.dim }
  if (face.duration !== undefined)
    write(brush, face.duration, { ...dim, x: start + word + 6, y: top, room: room - word - 6 })
  if (!isFull) return
  top += lineHigh
  const events = text.width(fontOf(brush, 400, size), face.events)
  const agent =
    face.agent === undefined ? 0 : 6 + write(brush, face.agent, { ...dim, x: start, y: top, room: room - 6 - events })
  write(brush, face.events, { ...dim, x: start + agent, y: top, room: room - agent + 1 })
}
