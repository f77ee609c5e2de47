import { lazy, Suspense } from 'react'
import { useLayer } from './layerStore.ts'
import { useShortcuts } from './useShortcuts.ts'

// Loaded together with the keys, before it is opened, so that text typed right after its key is not lost.
const palette = import('./Palette.tsx')
const Palette = lazy(async () => ({ default: (await palette).Palette }))
const HelpSheet = lazy(async () => ({ default: (await import('./HelpSheet.tsx')).HelpSheet }))

/** Handles the app's keys, and renders the layers that they open. */
export function KeyboardLayer() {
  useShortcuts()
  const layer = useLayer((state) => state.layer)
  return (
    <Suspense>
      {layer === 'palette' && <Palette />}
      {layer === 'help' && <HelpSheet />}
    </Suspense>
  )
}
