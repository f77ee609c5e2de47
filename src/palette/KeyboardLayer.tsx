import { lazy, Suspense } from 'react'
import { useLayer } from './layerStore.ts'
import { useShortcuts } from './useShortcuts.ts'

// Fetched with the keys, before it is asked for: what one types on after its key must not fall into nothing.
const palette = import('./Palette.tsx')
const Palette = lazy(async () => ({ default: (await palette).Palette }))
const HelpSheet = lazy(async () => ({ default: (await import('./HelpSheet.tsx')).HelpSheet }))

/** The keys of the app, and what they lay over the page. */
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
