import { useEffect, useRef, type RefObject } from 'react'
import { useGraphViewStore } from './graphViewStore.ts'
import type { CardId } from './layout/GraphLayout.ts'

/** For the button of a card: it takes the focus where the keyboard went to the card before it was there. */
export function useTakenFocus(id: CardId): RefObject<HTMLButtonElement | null> {
  const view = useGraphViewStore()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (view.getState().leaving === undefined || view.getState().focused !== id) return
    button.current?.focus({ preventScroll: true })
    view.setState({ leaving: undefined })
  }, [view, id])
  return button
}
