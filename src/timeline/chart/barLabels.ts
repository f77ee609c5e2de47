import type { ChartModel } from './chartModel.ts'
import type { Mark, Marks } from './layoutTimeline.ts'
import { TONES } from '../model/tones.ts'
import { eventWords, laneWords } from '../words.ts'

/** A text on a bar, or on the free space after it. `x` and `y`: where it begins, and its middle, in pixels. */
export type BarLabel = {
  readonly text: string
  readonly x: number
  readonly y: number
  /** `bar`: on a bar filled with its tone. `ground`: on an outlined bar, or beside one. */
  readonly on: 'bar' | 'ground'
}

/** Pixels between a label and the edges of what it stands on; the sign of the tone is at the beginning of a bar. */
const PADDING = 5
const SIGN = 14
/** A shorter rest of a text says nothing. */
const CHARACTERS_MIN = 4
/** Texts are cut before they are measured, because headlines may be long. */
const CHARACTERS_MAX = 80
/** An open bar fades out over its last pixels. */
const FADE = 24

const OUTLINED: ReadonlySet<string | undefined> = new Set(['pending', 'approval'])

/**
 * Labels where they fit: on the bar, or else between it and the next bar of its line. A lane's own bar tells its duration,
 * since its name is beside it. Marks of several events have none. O(marks log marks).
 *
 * @param measure width of a text in pixels
 */
export function barLabels(
  model: ChartModel,
  { bars, errors }: Marks,
  width: number,
  measure: (text: string) => number,
): readonly BarLabel[] {
  return [...linesOf([...bars, ...errors])].flatMap(([y, line]) => {
    const sorted = line.toSorted((a, b) => a.x - b.x)
    return sorted.flatMap((mark, at) => labelOf(mark, sorted[at + 1]?.x ?? width, y) ?? [])
  })

  function labelOf(mark: Mark, next: number, y: number): BarLabel | undefined {
    // An error of a folded lane lies on the bar of its lane.
    if (mark.count > 1 || (mark.row >= 0 && model.placed.folded[mark.lane] === 1)) return undefined
    const text = beginningOf(textOf(model, mark))
    if (text === '') return undefined
    const left = Math.max(mark.x, 0) + SIGN
    const solid = mark.shape === 'open' ? Math.max(mark.width / 2, mark.width - FADE) : mark.width
    const right = Math.min(mark.x + solid, next, width) - PADDING
    const tone = TONES[mark.tone]
    // A skipped bar is struck through.
    const takesText = (mark.shape === 'span' || mark.shape === 'open') && tone !== 'skipped'
    const onBar = takesText ? fitting(text, right - left, measure) : undefined
    const on = OUTLINED.has(tone) ? 'ground' : 'bar'
    // A whole text beside a bar says more than the beginning of it on the bar.
    if (onBar === text || (onBar !== undefined && mark.row < 0)) return { text: onBar, x: left, y, on }
    const after = Math.max(mark.x + mark.width, 0) + PADDING
    const beside = fitting(text, Math.min(next, width) - PADDING - after, measure)
    if (beside !== undefined && beside.length > (onBar?.length ?? 0)) return { text: beside, x: after, y, on: 'ground' }
    return onBar === undefined ? undefined : { text: onBar, x: left, y, on }
  }
}

/** The marks by the middle of their line. */
function linesOf(marks: readonly Mark[]): ReadonlyMap<number, readonly Mark[]> {
  const lines = new Map<number, Mark[]>()
  for (const mark of marks) {
    const middle = mark.y + mark.height / 2
    const line = lines.get(middle)
    if (line) line.push(mark)
    else lines.set(middle, [mark])
  }
  return lines
}

function textOf({ placed, timeline }: ChartModel, { lane, row }: Mark): string {
  if (row >= 0) return row < timeline.table.size ? eventWords(timeline.table, row).name.replaceAll(/\s+/g, ' ') : ''
  const own = placed.lanes[lane]
  return (own && own.kind === 'node' && laneWords(own).duration) || ''
}

/** A long text's first words. */
function beginningOf(text: string): string {
  if (text.length <= CHARACTERS_MAX) return text
  const cut = text.slice(0, CHARACTERS_MAX).toWellFormed()
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), CHARACTERS_MAX / 2))} …`
}

/** The text, or as many of its first words as fit; undefined if that is next to nothing. */
export function fitting(text: string, room: number, measure: (text: string) => number): string | undefined {
  if (room <= 0) return undefined
  if (measure(text) <= room) return text
  const words = text.split(' ')
  // Bisected: the width grows with the number of words.
  let [fits, tooMany] = [0, words.length]
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (measure(`${words.slice(0, middle).join(' ')} …`) <= room) fits = middle
    else tooMany = middle
  }
  const cut = words.slice(0, fits).join(' ')
  return cut.length < CHARACTERS_MIN ? undefined : `${cut} …`
}
