import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ChartModel } from './chartModel.ts'
import { NOTHING, type ChartStore } from './chartStore.ts'
import { readingOfHovered } from './ReadingLine.tsx'
import styles from './ChartTooltip.module.css'

type Props = { readonly store: ChartStore; readonly model: ChartModel }

/** What the pointer is on, beside it. Escape hides it. `TimelineChart` tells it where the pointer is. */
export function ChartTooltip({ store, model }: Props) {
  const read = readingOfHovered(
    model,
    useStore(store, (state) => state.hovered),
  )
  const isShown = read !== undefined
  useEffect(() => {
    if (!isShown) return
    const hide = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      store.setState({ hovered: NOTHING })
    }
    // Captured, so that the same press closes nothing else.
    window.addEventListener('keydown', hide, { capture: true })
    return () => window.removeEventListener('keydown', hide, { capture: true })
  }, [isShown, store])
  if (!read) return null
  return (
    <div className={styles['tooltip']} aria-hidden>
      {read.name && <bdi className={styles['name']}>{read.name}</bdi>}
      <ul className={styles['facts']}>
        {read.facts.split(' · ').map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  )
}

/** Tells the tooltip in this element where the pointer is. Sets styles only: a pointer moves many times a second. */
export function placeTooltip(
  stage: HTMLElement,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
) {
  const box = stage.getBoundingClientRect()
  stage.style.setProperty('--pointer-x', `${clientX - box.left}px`)
  stage.style.setProperty('--pointer-y', `${clientY - box.top}px`)
  stage.dataset['side'] = clientY - box.top > box.height / 2 ? 'above' : 'below'
}
