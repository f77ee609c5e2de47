import { useStoreApi } from '@xyflow/react'
import { startTransition, useEffect } from 'react'
import { isTagged, type TieData } from '../model/tieData.ts'
import type { Near } from '../near.ts'
import type { CardId } from '../layout/GraphLayout.ts'
import { areaOf, type View } from './Bitmap.ts'
import type { Scene } from './Scene.ts'

/** Cards are mounted at this zoom or larger. */
const NEAR_ZOOM = 0.6
/** A movement is over when the view has not changed for this long. */
const REST_MS = 120
/** Margin in screen pixels around the view in which cards are mounted too, for the next movement. */
const BEYOND = 80
/** Number of cards mounted per frame. */
const AT_ONCE = 16

/**
 * Reports which cards to mount once the view rests: a few per frame, starting from the middle. They cover their painted
 * versions, so mounting and unmounting is invisible.
 */
export function useNear(scene: Scene, setNear: (change: (former: Near) => Near) => void): void {
  const store = useStoreApi()
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined
    let frame = 0
    const mount = () => {
      const { cards, ties } = nearIn(scene, viewOf(store.getState()))
      const wanted = new Set(cards)
      let upTo = 0
      const more = () => {
        upTo += AT_ONCE
        const now = new Set(cards.slice(0, upTo))
        const isAll = upTo >= cards.length
        startTransition(() =>
          setNear((former) => {
            for (const id of former.cards) if (wanted.has(id)) now.add(id)
            return { cards: now, ties: isAll ? ties : former.ties }
          }),
        )
        if (!isAll) frame = requestAnimationFrame(more)
      }
      more()
    }
    const later = () => {
      clearTimeout(rest)
      cancelAnimationFrame(frame)
      rest = setTimeout(mount, REST_MS)
    }
    mount()
    const unsubscribe = store.subscribe(({ transform, width, height }, before) => {
      if (transform !== before.transform || width !== before.width || height !== before.height) later()
    })
    return () => {
      unsubscribe()
      clearTimeout(rest)
      cancelAnimationFrame(frame)
    }
  }, [store, scene, setNear])
}

type FlowState = ReturnType<ReturnType<typeof useStoreApi>['getState']>

export const viewOf = ({ transform: [x, y, zoom], width, height }: FlowState): View => ({ x, y, zoom, width, height })

/** What to mount in a view, from its middle outwards. */
export function nearIn(
  scene: Scene,
  view: View,
): { readonly cards: readonly CardId[]; readonly ties: readonly TieData[] } {
  if (view.zoom < NEAR_ZOOM) return { cards: [], ties: [] }
  const seen = areaOf(view)
  const beyond = BEYOND / view.zoom
  const area = {
    left: seen.left - beyond,
    top: seen.top - beyond,
    right: seen.right + beyond,
    bottom: seen.bottom + beyond,
  }
  const found: { readonly id: CardId; readonly far: number }[] = []
  scene.cardsIn.find(area, (card) => {
    const [id, place] = [scene.ids[card], scene.positions[card]]
    if (id === undefined || !place) return
    const isIn =
      place.x <= area.right &&
      place.y <= area.bottom &&
      place.x + place.width >= area.left &&
      place.y + place.height >= area.top
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2]
    const far = Math.hypot(x - (area.left + area.right) / 2, y - (area.top + area.bottom) / 2)
    if (isIn) found.push({ id, far })
  })
  const ties: TieData[] = []
  scene.tiesIn.find(area, (tie) => {
    const data = scene.ties[tie]
    if (data && isTagged(data)) ties.push(data)
  })
  return { cards: found.toSorted((a, b) => a.far - b.far).map(({ id }) => id), ties }
}
