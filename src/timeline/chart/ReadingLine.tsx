import { disagreementAt } from '#src/lib/disagreements.ts'
import { plural } from '#src/lib/format.ts'
import { useCoarsePointer } from '#src/ui/hooks/useCoarsePointer.ts'
import { useStore } from 'zustand'
import { idleCauseInWords, eventWords, factsOf, gapDuration, laneWords } from '../words.ts'
import type { ChartModel } from './chartModel.ts'
import type { ChartStore, Cursor, Hovered } from './chartStore.ts'
import { laneOfCursor } from './moveCursor.ts'
import styles from './ReadingLine.module.css'

type Reading = { readonly name: string; readonly facts: string }

const HINTS = {
  mouse: 'Hover over a bar for details. Wheel scrolls, Ctrl+wheel zooms, drag pans.',
  touch: 'Tap a bar to open it. Pinch to zoom, drag to pan.',
}

type Props = { readonly store: ChartStore; readonly model: ChartModel }

/**
 * Full details of the hovered item, or else the one at the keyboard cursor. Announced to screen readers when the
 * keyboard moves.
 */
export function ReadingLine({ store, model }: Props) {
  const hovered = useStore(store, (state) => state.hovered)
  const cursor = useStore(store, (state) => state.cursor)
  const isCoarse = useCoarsePointer()
  const read = readingOfHovered(model, hovered) ?? readingOfCursor(model, cursor)
  return (
    <div className={styles['reading']}>
      <p aria-hidden className={styles['readingLine']}>
        {read?.name && <bdi className={styles['readName']}>{read.name}</bdi>}
        <span className={styles['readFacts']}>{read?.facts ?? HINTS[isCoarse ? 'touch' : 'mouse']}</span>
      </p>
      <p role="status" aria-label="Bar at the cursor" className="unseen">
        {spokenOf(readingOfCursor(model, cursor))}
      </p>
    </div>
  )
}

const spokenOf = (reading: Reading | undefined): string => (reading ? `${reading.name}, ${reading.facts}` : '')

export function readingOfHovered(model: ChartModel, hovered: Hovered): Reading | undefined {
  switch (hovered.kind) {
    case 'nothing':
      return undefined
    case 'gap': {
      const gap = model.gaps[hovered.gap]
      if (!gap) return undefined
      const facts = `${idleCauseInWords(gap.awaited)} · click to ${gap.isFolded ? 'unfold' : 'fold'}`
      return { name: `Idle for ${gapDuration(gap)}`, facts }
    }
    case 'mark': {
      const { lane, row, count } = hovered.mark
      const reading = readingOfBar(model, lane, row)
      if (!reading || count === 1) return reading
      return {
        ...reading,
        facts: `${reading.facts} · and ${plural(count - 1, 'other event')} here, zoom in to separate them`,
      }
    }
  }
}

const readingOfCursor = (model: ChartModel, cursor: Cursor | undefined): Reading | undefined =>
  cursor && readingOfBar(model, laneOfCursor(model, cursor), cursor.row ?? -1)

function readingOfBar(model: ChartModel, place: number, row: number): Reading | undefined {
  const lane = model.placed.lanes[place]
  const { table, disagreements } = model.timeline
  if (!lane || row >= table.size) return undefined
  const words = row < 0 ? laneWords(lane) : eventWords(table, row)
  const disagreement = row < 0 ? lane.disagreement : disagreementAt(disagreements, row)
  return { name: words.name, facts: factsOf(words, disagreement) }
}
