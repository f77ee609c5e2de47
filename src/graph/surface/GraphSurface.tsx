import { watchPixelRatio } from '#src/lib/watchPixelRatio.ts'
import { useStoreApi, ViewportPortal } from '@xyflow/react'
import { useContext, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { FoundContext } from '../FoundContext.ts'
import { useOfSelected } from '../GraphActions.ts'
import { useGraphViewStore } from '../graphViewStore.ts'
import type { LaidOut } from '../layout/layoutQueries.ts'
import type { CardData } from '../model/cardData.ts'
import type { TieData } from '../model/tieData.ts'
import type { Near } from '../near.ts'
import { TieTag } from '../TieTag.tsx'
import styles from './GraphSurface.module.css'
import { iconPathsIn } from './iconPaths.ts'
import { IconSheet } from './IconSheet.tsx'
import { cardsNow, standingBackOf } from './cardsNow.ts'
import { paletteAt } from './palette.ts'
import { sceneOf } from './Scene.ts'
import { Surface } from './Surface.ts'
import { useNear, viewOf } from './useNear.ts'
import { usePointer } from './usePointer.ts'

type Props = {
  readonly laidOut: LaidOut
  /** By index of the picture's card. */
  readonly data: readonly (CardData | undefined)[]
  readonly statuses: readonly string[]
  /** By index of the picture's tie. */
  readonly ties: readonly (TieData | undefined)[]
  readonly near: Near
  readonly setNear: (change: (former: Near) => Near) => void
  /** Called when all of a picture is on the canvas for the first time. */
  readonly onPainted: () => void
}

/**
 * A large picture, painted on one canvas at every zoom; it follows React Flow's store without rendering. For what a
 * canvas cannot do (keyboard, screen readers, text selection), cards are mounted over it once the reader has zoomed in.
 */
export function GraphSurface({ laidOut, data, statuses, ties, near, setNear, onPainted }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const store = useStoreApi()
  const view = useGraphViewStore()
  const selected = useOfSelected((node_id) => node_id)
  const scene = useMemo(() => sceneOf(laidOut, ties), [laidOut, ties])
  const found = useContext(FoundContext)
  const back = useMemo(() => found && standingBackOf(laidOut.picture, found), [laidOut, found])
  const cards = useMemo(() => cardsNow(data, statuses, back, found), [data, statuses, back, found])
  const [tie, setTie] = useState(-1)
  const surface = useRef<Surface>(undefined)
  const whole = useEffectEvent(onPainted)

  useEffect(() => {
    const element = canvas.current
    const icons = sheet.current
    const context = element?.getContext('2d')
    if (!element || !icons || !context) return
    const theme = () => ({ palette: paletteAt(element), icons: iconPathsIn(icons) })
    const painter = new Surface(
      element,
      context,
      theme(),
      () => viewOf(store.getState()),
      () => whole(),
    )
    surface.current = painter
    const unsubscribe = store.subscribe(({ transform, width, height }, before) => {
      if (transform !== before.transform || width !== before.width || height !== before.height) painter.ask()
    })
    const observer = new MutationObserver(() => painter.setTheme(theme()))
    observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    const unwatch = watchPixelRatio(() => painter.ask())
    return () => {
      observer.disconnect()
      unsubscribe()
      unwatch()
      painter.destroy()
      surface.current = undefined
    }
  }, [store])

  const latest = useEffectEvent(() => cards)
  useEffect(() => surface.current?.setScene(scene, latest()), [scene])
  useEffect(() => surface.current?.setCards(cards), [cards])

  // The focused card is mounted at any zoom, so its focus ring is painted.
  useEffect(() => {
    const element = canvas.current?.closest<HTMLElement>('[role="group"]')
    if (!element) return
    const tell = () => {
      const { focused, hovered } = view.getState()
      const hasKeys = document.activeElement?.matches('[data-card-id]:focus-visible') === true
      surface.current?.setAttention({
        hovered: scene.indexOf(hovered),
        selected: scene.indexOf(selected),
        focused: hasKeys && element.contains(document.activeElement) ? scene.indexOf(focused) : -1,
        tie,
      })
    }
    tell()
    const unsubscribe = view.subscribe(tell)
    element.addEventListener('focusin', tell)
    // The new element has the focus only after the old one's `focusout`.
    const afterwards = () => requestAnimationFrame(tell)
    element.addEventListener('focusout', afterwards)
    return () => {
      unsubscribe()
      element.removeEventListener('focusin', tell)
      element.removeEventListener('focusout', afterwards)
    }
  }, [view, scene, selected, tie])

  useNear(scene, setNear)
  usePointer(canvas, scene, cards, setTie)
  return (
    <>
      <canvas ref={canvas} className={styles['surface']} aria-hidden />
      <IconSheet ref={sheet} />
      <ViewportPortal>
        {near.ties.map((own) => (
          <TieTag key={`${own.from}\n${own.to}`} tie={own} />
        ))}
      </ViewportPortal>
    </>
  )
}
