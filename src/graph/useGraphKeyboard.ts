import { useReactFlow } from '@xyflow/react'
import type { KeyboardEvent, RefObject } from 'react'
import { useGraphViewStore } from './graphViewStore.ts'
import type { CardId, GraphLayout, Topology } from './layout/GraphLayout.ts'
import { stepFrom, type ArrowKey } from './model/stepFrom.ts'
import { isInView } from './isInView.ts'
import { motionMs } from './motionMs.ts'

const ARROWS = new Set<string>(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
const isArrow = (key: string): key is ArrowKey => ARROWS.has(key)

/** Arrow keys follow the edges, Home and End go to the first and last node. The button handles Enter itself. */
export function useGraphKeyboard(
  container: RefObject<HTMLElement | null>,
  ids: readonly CardId[],
  ties: Topology['edges'],
  layout: GraphLayout,
) {
  const flow = useReactFlow()
  const view = useGraphViewStore()
  return (event: KeyboardEvent<HTMLElement>) => {
    const { focused } = view.getState()
    const current = ids.findIndex((id) => id === focused)
    const target = targetOf(event.key, current)
    if (event.altKey || event.ctrlKey || event.metaKey || target === undefined) return
    // Only when a card has the focus: the toolbar and the minimap handle arrow keys themselves.
    if (!(event.target instanceof HTMLElement) || event.target.dataset['cardId'] === undefined) return
    const id = ids[target]
    const position = layout.positions[target]
    if (id === undefined || position === undefined || !container.current) return
    event.preventDefault()
    const from = event.target.dataset['cardId']
    const cardIn = () => container.current?.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(id)}"]`)
    const focus = () => cardIn()?.focus({ preventScroll: true })
    // A card that is not mounted yet takes the focus once it is; until then the current one keeps it.
    view.setState({ focused: id, leaving: cardIn() ? undefined : from })
    const { covered } = view.getState()
    const zoom = flow.getZoom()
    const centre = { x: position.x + position.width / 2, y: position.y + (position.height + covered / zoom) / 2 }
    if (isInView(container.current, flow.getViewport(), position, covered)) focus()
    else void flow.setCenter(centre.x, centre.y, { zoom, duration: motionMs(150) }).then(focus)
  }

  function targetOf(key: string, current: number): number | undefined {
    if (key === 'Home') return 0
    if (key === 'End') return ids.length - 1
    return isArrow(key) && current >= 0 ? stepFrom(current, key, { edges: ties }, layout) : undefined
  }
}
