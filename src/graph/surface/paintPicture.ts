import type { NodeId } from '#contract/ids.ts'
import type { CardData } from '../model/cardData.ts'
import { isTagged } from '../model/tieData.ts'
import type { Place } from '../layout/GraphLayout.ts'
import { fillRound, type Brush } from './Brush.ts'
import type { Area } from './GridIndex.ts'
import { faceOfFold, paintCard, paintPile } from './paintCard.ts'
import { paintMany } from './paintFold.ts'
import { inPaintOrder, NO_RANK, paintMarks } from './paintMarks.ts'
import { paintTag } from './paintTags.ts'
import { paintFrames } from './paintFrames.ts'
import { paintTies } from './paintTies.ts'
import { standingBack } from './palette.ts'
import type { Scene } from './Scene.ts'

/** The current cards, by index in the scene. */
export type Cards = {
  readonly data: readonly (CardData | undefined)[]
  /** Rank of the tone that each card's colour shows; the worst is painted last. */
  readonly ranks: Uint8Array
  /** During a search: 1 for cards without a match. */
  readonly back: Uint8Array | undefined
  /** The nodes that match the filter and the search; undefined without either. */
  readonly found: ReadonlySet<NodeId> | undefined
}

/* How many of each kind are painted in one step, which takes about a hundredth of a frame. */
const TIES_AT_ONCE = 300
const MARKS_AT_ONCE = 2000
const CARDS_AT_ONCE = 12

/** What to paint in an area. */
export type Visible = { readonly ties: readonly number[]; readonly cards: readonly number[] }

/** @param most maximum number of lines, for a preview while the whole is about to be painted */
export function visibleIn(scene: Scene, cards: Cards, area: Area, most = Number.POSITIVE_INFINITY): Visible {
  const ties: number[] = []
  scene.tiesIn.find(area, (tie) => {
    if (ties.length < most) ties.push(tie)
  })
  const found: number[] = []
  scene.cardsIn.find(area, (card) => found.push(card))
  return { ties, cards: inPaintOrder(found, cards.ranks) }
}

/** Approximate cost of painting, in line points. Text, if any, costs most. */
export function costOf(scene: Scene, { ties, cards }: Visible, isText: boolean): number {
  let points = 0
  for (const tie of ties) points += (scene.starts[tie + 1] ?? 0) - (scene.starts[tie] ?? 0)
  return points + cards.length * (isText ? 20 : 0.5)
}

/**
 * Paints step by step, so that the caller can leave the rest for the next frame: lines, then cards, then the tags on
 * lines.
 */
export function* paintPicture(
  brush: Brush,
  scene: Scene,
  cards: Cards,
  { ties, cards: list }: Visible,
): Generator<void> {
  paintFrames(brush, scene)
  for (let from = 0; from < ties.length; from += TIES_AT_ONCE) {
    paintTies(brush, scene, ties, from, Math.min(ties.length, from + TIES_AT_ONCE))
    yield
  }
  const { detail } = brush.legibility
  if (detail === 'colour' || detail === 'count') {
    for (const card of list) paintPileOf(brush, scene, cards, card)
    for (let from = 0; from < list.length; from += MARKS_AT_ONCE) {
      paintMarks(brush, scene, cards.ranks, list, from, Math.min(list.length, from + MARKS_AT_ONCE))
      yield
    }
    if (detail === 'count') for (const card of list) paintManyOf(brush, scene, cards, card)
    return
  }
  for (let at = 0; at < list.length; at++) {
    paintOne(brush, scene, cards, list[at] ?? 0, false)
    if (at % CARDS_AT_ONCE === CARDS_AT_ONCE - 1) yield
  }
  if (detail !== 'full' && detail !== 'short') return
  let painted = 0
  for (const tie of ties) {
    const data = scene.ties[tie]
    if (!data || !isTagged(data)) continue
    paintTag(brush, data)
    if (++painted % CARDS_AT_ONCE === 0) yield
  }
}

/** One card as it looks at the current zoom. */
export function paintOne(brush: Brush, scene: Scene, cards: Cards, card: number, isSelected: boolean): void {
  const place = scene.positions[card]
  const data = cards.data[card]
  if (!place || !data) return
  const { detail } = brush.legibility
  if (detail !== 'colour' && detail !== 'count') {
    if (cards.back?.[card] === 0) paintFound(brush, place)
    const isBack = cards.back?.[card] === 1 && !isSelected
    paintCard(isBack ? { ...brush, palette: standingBack(brush.palette) } : brush, place, data, isSelected, cards.found)
    return
  }
  paintPileOf(brush, scene, cards, card)
  paintMarks(brush, scene, cards.ranks, [card], 0, 1)
  if (detail === 'count') paintManyOf(brush, scene, cards, card)
}

/** A ring around a match, as in the card's style sheet. */
function paintFound(brush: Brush, { x, y, width, height }: Place): void {
  fillRound(brush, x - 3, y - 3, width + 6, height + 6, 9, brush.palette.found)
}

function paintPileOf(brush: Brush, { positions }: Scene, { data, ranks }: Cards, card: number): void {
  const [own, place] = [data[card], positions[card]]
  if (own && place && 'fold' in own && ranks[card] !== NO_RANK) paintPile(brush, place)
}

function paintManyOf(brush: Brush, { positions }: Scene, { data }: Cards, card: number): void {
  const [own, place] = [data[card], positions[card]]
  if (own && place && 'fold' in own) paintMany(brush, place, faceOfFold(own.fold).many)
}
