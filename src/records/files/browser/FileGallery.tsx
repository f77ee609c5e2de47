import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import type { FileId } from '#contract/ids.ts'
import { stepped } from '#src/ui/hooks/rowSteps.ts'
import { FileCard } from './FileCard.tsx'
import styles from './FileGallery.module.css'
import type { FileGroup } from './fileGroups.ts'
import type { FilePlaces } from './FilePlaces.ts'

/** Pixels; keep in sync with FileGallery.module.css. The width is a minimum. */
const CARD = { width: 160, height: 176, gap: 10 } as const

type Props = {
  readonly groups: readonly FileGroup[]
  readonly chosen: FileGroup | undefined
  readonly onChoose: (file_id: FileId) => void
  readonly places: FilePlaces
}

/** A virtual grid of file cards. One tab stop; the arrow keys move in both directions. */
export function FileGallery({ groups, chosen, onChoose, places }: Props) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>()
  const mergedRef = useMergedRef(scrollRef, sizeRef)
  const [moved, setMoved] = useState<string>()
  const columns = Math.max(1, Math.floor((width - CARD.gap) / (CARD.width + CARD.gap)))
  const placeOf = (path: string | undefined) => groups.findIndex((group) => group.path === path)
  const active = Math.max(0, placeOf(moved) >= 0 ? placeOf(moved) : placeOf(chosen?.path))
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: Math.ceil(groups.length / columns),
    getScrollElement: () => scrollRef.current,
    estimateSize: () => CARD.height + CARD.gap,
    paddingStart: CARD.gap,
    overscan: 1,
  })

  const chosenLine = chosen ? Math.floor(placeOf(chosen.path) / columns) : -1
  // Scrolls a linked file into view, also when it moves because others arrive. A clicked one is in view already.
  useEffect(() => {
    if (chosenLine >= 0) virtualizer.scrollToIndex(chosenLine)
  }, [chosenLine, virtualizer])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const steps = cardSteps(event.key, columns)
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = stepped(active, steps, groups.length)
    // The card must be in the document before it can be focused.
    flushSync(() => {
      setMoved(groups[next]?.path)
      virtualizer.scrollToIndex(Math.floor(next / columns))
    })
    // A card that was scrolled to is rendered in the next frame at the latest.
    requestAnimationFrame(() => scrollRef.current?.querySelector<HTMLElement>(`[data-card="${next}"]`)?.focus())
  }

  return (
    <div ref={mergedRef} className={styles['scroll']}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a single listener for the keys of its cards */}
      <div
        role="list"
        aria-label="Files"
        className={styles['cards']}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map((line) => (
          <div
            key={line.index}
            role="none"
            className={styles['line']}
            style={{ transform: `translateY(${line.start}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }}
          >
            {groups.slice(line.index * columns, (line.index + 1) * columns).map((group, column) => {
              const index = line.index * columns + column
              return (
                <FileCard
                  key={group.path}
                  group={group}
                  index={index}
                  count={groups.length}
                  isShown={group.path === chosen?.path}
                  isActive={index === active}
                  onShow={() => {
                    setMoved(group.path)
                    onChoose(group.latest.file_id)
                  }}
                  places={places}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

function cardSteps(key: string, columns: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return 1
    case 'ArrowLeft':
      return -1
    case 'ArrowDown':
      return columns
    case 'ArrowUp':
      return -columns
    case 'Home':
      return -Infinity
    case 'End':
      return Infinity
    default:
      return undefined
  }
}
