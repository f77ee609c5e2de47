import type { Picture } from '../folding/Picture.ts'
import type { CardId, GraphLayout, Place } from '../layout/GraphLayout.ts'
import { isTagged, type TieData } from '../model/tieData.ts'
import { GridIndex, putLine, type Area } from './GridIndex.ts'

/** Approximate number of cells for the lines: a line as long as the graph then touches about a hundred of them. */
const TIE_CELLS = 4096
/** With fewer cards per cell, the additional cells cost more than they save. */
const CARDS_PER_CELL = 2

/** What stays fixed for a layout, as flat arrays by index of the card or tie. */
export type Scene = {
  readonly ids: readonly CardId[]
  readonly positions: readonly Place[]
  /** x, y, width and height of each card. */
  readonly boxes: Float64Array
  /** Index of each tie's first point; one more entry than ties. */
  readonly starts: Uint32Array
  /** x and y of each point. */
  readonly points: Float64Array
  readonly ties: readonly (TieData | undefined)[]
  readonly frames: GraphLayout['frames']
  readonly cardsIn: GridIndex
  readonly tiesIn: GridIndex
  readonly area: Area
  /** Index of a card by its id; -1 if there is none. */
  readonly indexOf: (id: CardId | undefined) => number
  /** The ties that lead to or from a card. */
  readonly tiesAt: (card: number) => Uint32Array
  /** The ties with a label or a message count. */
  readonly tagged: readonly number[]
}

/** O(cards + points). */
export function sceneOf(
  { picture, layout }: { readonly picture: Pick<Picture, 'ids' | 'ties'>; readonly layout: GraphLayout },
  ties: readonly (TieData | undefined)[],
): Scene {
  const { ids } = picture
  const { x, y, width, height } = layout.bounds
  const area: Area = { left: x, top: y, right: x + width, bottom: y + height }
  const boxes = boxesOf(layout)
  const { starts, points } = pointsOf(layout)
  const step = Math.sqrt((Math.max(1, width) * Math.max(1, height)) / TIE_CELLS)
  const indices = new Map(ids.map((id, index) => [id, index]))
  return {
    ids,
    positions: layout.positions,
    boxes,
    starts,
    points,
    ties,
    frames: layout.frames,
    area,
    cardsIn: new GridIndex(area, ids.length, ids.length / CARDS_PER_CELL, (put) => {
      for (let card = 0; card < ids.length; card++) {
        const [left = 0, top = 0, wide = 0, high = 0] = boxes.subarray(card * 4, card * 4 + 4)
        put(card, left, top, left + wide, top + high)
      }
    }),
    tiesIn: new GridIndex(area, ties.length, Math.min(TIE_CELLS, ties.length), (put) => {
      for (let tie = 0; tie < ties.length; tie++)
        for (let at = starts[tie] ?? 0; at + 1 < (starts[tie + 1] ?? 0); at++) {
          const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.subarray(at * 2, at * 2 + 4)
          putLine(put, tie, x1, y1, x2, y2, step)
        }
    }),
    indexOf: (id) => (id === undefined ? -1 : (indices.get(id) ?? -1)),
    tiesAt: touchingOf(ids.length, picture.ties),
    tagged: ties.flatMap((tie, index) => (tie && isTagged(tie) ? index : [])),
  }
}

function boxesOf({ positions }: GraphLayout): Float64Array {
  const boxes = new Float64Array(positions.length * 4)
  positions.forEach(({ x, y, width, height }, card) => boxes.set([x, y, width, height], card * 4))
  return boxes
}

function pointsOf({ routes }: GraphLayout): Pick<Scene, 'starts' | 'points'> {
  const starts = new Uint32Array(routes.length + 1)
  routes.forEach((route, tie) => {
    starts[tie + 1] = (starts[tie] ?? 0) + route.length
  })
  const points = new Float64Array((starts.at(-1) ?? 0) * 2)
  let at = 0
  for (const route of routes)
    for (const { x, y } of route) {
      points[at++] = x
      points[at++] = y
    }
  return { starts, points }
}

/** The ties at each card, in one concatenated array. O(cards + ties). */
function touchingOf(cards: number, ties: readonly (readonly [number, number])[]): Scene['tiesAt'] {
  const starts = new Uint32Array(cards + 1)
  const ends = (tie: readonly [number, number]) => (tie[0] === tie[1] ? [tie[0]] : tie)
  for (const tie of ties) for (const card of ends(tie)) starts[card + 1] = (starts[card + 1] ?? 0) + 1
  for (let card = 1; card < starts.length; card++) starts[card] = (starts[card] ?? 0) + (starts[card - 1] ?? 0)
  const all = new Uint32Array(starts.at(-1) ?? 0)
  const next = starts.slice()
  ties.forEach((tie, index) => {
    for (const card of ends(tie)) {
      const at = next[card] ?? 0
      all[at] = index
      next[card] = at + 1
    }
  })
  return (card) => all.subarray(starts[card] ?? 0, starts[card + 1] ?? 0)
}
