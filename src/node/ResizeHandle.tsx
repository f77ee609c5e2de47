import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { DIALOG_WIDTH, setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import styles from './ResizeHandle.module.css'

/** Pixels by which an arrow key moves the edge. */
const STEP = 24

const resize = (width: number) =>
  setPreferences({ dialogWidth: Math.round(Math.min(DIALOG_WIDTH.max, Math.max(DIALOG_WIDTH.min, width))) })

/** The dialog's left edge: drag it, or move it with the arrow keys. */
export function ResizeHandle() {
  const width = usePreferences((state) => state.dialogWidth)
  const drag = useRef<{ readonly x: number; readonly width: number }>(undefined)

  const onKeyDown = (event: KeyboardEvent) => {
    const target = widthAfter(event.key, width)
    if (target === undefined) return
    event.preventDefault()
    resize(target)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) resize(drag.current.width + drag.current.x - event.clientX)
  }
  const onPointerEnd = () => {
    drag.current = undefined
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Side panel width"
      aria-valuenow={width}
      aria-valuemin={DIALOG_WIDTH.min}
      aria-valuemax={DIALOG_WIDTH.max}
      tabIndex={0}
      className={styles['handle']}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    />
  )
}

/** The edge is on the left, so moving it left widens the dialog. */
function widthAfter(key: string, width: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return width + STEP
    case 'ArrowRight':
      return width - STEP
    case 'Home':
      return DIALOG_WIDTH.min
    case 'End':
      return DIALOG_WIDTH.max
    default:
      return undefined
  }
}
