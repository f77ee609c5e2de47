import { useCallback } from 'react'

/** Pixels that may be out of view without a hint: browsers round scroll positions. */
const SLACK = 1

export type CutEdges = 'start' | 'end' | 'both' | undefined

/** The edges at which a row that scrolls sideways has more content. Pixels, for a row that reads left to right. */
export function cutEdgesOf(row: {
  readonly scrollLeft: number
  readonly clientWidth: number
  readonly scrollWidth: number
}): CutEdges {
  const isStart = row.scrollLeft > SLACK
  const isEnd = row.scrollLeft + row.clientWidth < row.scrollWidth - SLACK
  if (isStart) return isEnd ? 'both' : 'start'
  return isEnd ? 'end' : undefined
}

/** Pixels between the current item and the edge, as wide as the fade. */
const MARGIN = 32

/**
 * A ref for a row that scrolls sideways. It keeps `data-cut` up to date, by which the style sheet fades the edges with
 * more content, and scrolls the selected tab or current link into view whenever another one is.
 */
export const useCutEdges = (): ((row: HTMLElement | null) => (() => void) | undefined) =>
  useCallback((row) => {
    if (!row) return undefined
    let isScrolledByHand = false
    const update = () => {
      const cut = cutEdgesOf(row)
      if (cut === undefined) delete row.dataset['cut']
      else row.dataset['cut'] = cut
    }
    const reveal = () => {
      const current = row.querySelector('[aria-selected="true"], [aria-current]')
      if (!current) return
      const [box, around] = [current.getBoundingClientRect(), row.getBoundingClientRect()]
      const [before, after] = [box.left - around.left - MARGIN, box.right - around.right + MARGIN]
      if (after > 0) row.scrollLeft += Math.min(after, before)
      else if (before < 0) row.scrollLeft += before
    }
    // Counts in the labels arrive later and make them wider.
    const resized = new ResizeObserver(() => {
      if (!isScrolledByHand) reveal()
      update()
    })
    for (const each of [row, ...row.children]) resized.observe(each)
    const chosen = new MutationObserver(reveal)
    chosen.observe(row, { subtree: true, attributeFilter: ['aria-selected', 'aria-current'] })
    const takeOver = () => {
      isScrolledByHand = true
    }
    row.addEventListener('scroll', update, { passive: true })
    row.addEventListener('pointerdown', takeOver)
    row.addEventListener('wheel', takeOver, { passive: true })
    return () => {
      resized.disconnect()
      chosen.disconnect()
      row.removeEventListener('scroll', update)
      row.removeEventListener('pointerdown', takeOver)
      row.removeEventListener('wheel', takeOver)
    }
  }, [])
