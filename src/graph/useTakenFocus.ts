import { useEffect, useRef, type RefObject } from 'react'
import { useGraphViewStore } from './graphViewStore.ts'
import type { CardId } from './layout/GraphLayout.ts'

/** For the button of a card: takes the focus if the keyboard moved to the card before it was mounted. */
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
