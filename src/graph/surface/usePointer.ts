import { refOf } from '#contract/ids.ts'
import { useStoreApi } from '@xyflow/react'
import { useEffect, useEffectEvent, type RefObject } from 'react'
import { nodeHint } from '../faces/nodeFace.ts'
import { tieHint } from '../faces/tieHint.ts'
import { useGraphActions } from '../GraphActions.ts'
import { useGraphViewStore } from '../graphViewStore.ts'
import type { CardData } from '../model/cardData.ts'
import type { TieData } from '../model/tieData.ts'
import { hitAt, type Hit } from './hitAt.ts'
import { faceOfFold } from './paintCard.ts'
import type { Cards } from './paintPicture.ts'
import type { Scene } from './Scene.ts'

/**
 * Makes painted cards and lines respond to the pointer like mounted ones, through React Flow's pane, which is exposed
 * where no card is mounted.
 *
 * @param onTie called with the line under the pointer; -1 for none
 */
export function usePointer(
  surface: RefObject<HTMLElement | null>,
  scene: Scene,
  cards: Cards,
  onTie: (tie: number) => void,
): void {
  const store = useStoreApi()
  const view = useGraphViewStore()
  const { open, openMembers, readMessages } = useGraphActions()

  const hit = useEffectEvent((pane: Element, { clientX, clientY }: MouseEvent): Hit | undefined => {
    const { left, top } = pane.getBoundingClientRect()
    const [x, y, zoom] = store.getState().transform
    return hitAt(scene, cards.ranks, { x: (clientX - left - x) / zoom, y: (clientY - top - y) / zoom }, 1 / zoom)
  })
  const point = useEffectEvent((pane: HTMLElement, at: Hit | undefined) => {
    const card = at?.kind === 'card' ? cards.data[at.card] : undefined
    const tie = at?.kind === 'tie' ? scene.ties[at.tie] : undefined
    pane.style.cursor = card || (tie && onlyMessages(tie)) ? 'pointer' : ''
    const hint = card
      ? cardHint(card)
      : tie && `${tieHint(tie)}${onlyMessages(tie) ? '\nClick to show its messages.' : ''}`
    if (hint === undefined) pane.removeAttribute('title')
    else if (pane.title !== hint) pane.title = hint
    view.setState({ hovered: at?.kind === 'card' ? scene.ids[at.card] : undefined })
    onTie(at?.kind === 'tie' ? at.tie : -1)
  })
  const press = useEffectEvent((at: Hit | undefined) => {
    const card = at?.kind === 'card' ? cards.data[at.card] : undefined
    const messages = at?.kind === 'tie' ? onlyMessages(scene.ties[at.tie]) : undefined
    if (at?.kind === 'card' && card) {
      view.setState({ focused: scene.ids[at.card] })
      if ('node' in card) open(refOf(card.node))
      else openMembers(card.fold.nodes[0].node_id)
    } else if (messages) readMessages(messages.from_node_id, messages.to_node_id)
  })

  useEffect(() => {
    const pane = surface.current?.parentElement?.querySelector<HTMLElement>('.react-flow__pane')
    if (!pane) return
    const over = new AbortController()
    const { signal } = over
    const isOnPane = (event: Event) => event.target === pane
    pane.addEventListener(
      'pointermove',
      (event) => {
        // While dragging, or on touch, nothing is hovered.
        if (event.buttons !== 0 || event.pointerType === 'touch') return
        // A mounted card handles the pointer itself.
        if (isOnPane(event)) point(pane, hit(pane, event))
      },
      { signal },
    )
    pane.addEventListener('pointerleave', () => point(pane, undefined), { signal })
    pane.addEventListener(
      'click',
      (event) => {
        if (isOnPane(event)) press(hit(pane, event))
      },
      { signal },
    )
    return () => {
      over.abort()
      pane.style.cursor = ''
      pane.removeAttribute('title')
    }
  }, [surface])
}

/**
 * The edge of a line whose messages a click can show: only if exactly one edge has messages, as for the count on the
 * line.
 */
function onlyMessages(tie: TieData | undefined) {
  const [edge, ...others] = tie?.edges.filter(({ message_count }) => message_count > 0) ?? []
  return others.length === 0 ? edge : undefined
}

const cardHint = (card: CardData): string => ('node' in card ? nodeHint(card.node) : faceOfFold(card.fold).hint)
