import { isSearchTyped, setTypedSearch, typeIntoSearch } from '#src/lib/typedSearch.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { useEffect } from 'react'
import { isTextPlace, POPUPS } from './isTextPlace.ts'
import { openLayer, setTyped, useLayer } from './layerStore.ts'
import { pressShortcut } from './pressShortcut.ts'

/** On what stands in for a run's search field until the run is loaded. */
const COMING = '[data-search-comes]'

/**
 * `/` and what is typed after it. Part of the first screen, because the other keys load later and nothing typed may be
 * lost or taken for another shortcut. In a run, `/` focuses the search field; while the run loads, the text waits for
 * the field. Elsewhere `/` goes to the search of the list, or opens the palette if the list is hidden.
 */
export function useSearchKey(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      if (!take(event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true })
      setTypedSearch(undefined)
    }
  }, [])
}

/** Returns whether the key was meant for a search. */
function take({ key, target }: KeyboardEvent): boolean {
  const { layer, typed } = useLayer.getState()
  if (layer === 'palette') {
    const isInLayer = target instanceof Element && target.closest('[aria-modal="true"]') !== null
    if (isInLayer || key.length !== 1) return false
    setTyped(typed + key)
    return true
  }
  if (isTextPlace(target)) return false
  if (isSearchTyped()) {
    // The run could not be loaded, or the reader has left it: the keys are shortcuts again.
    if (document.querySelector(COMING) === null) setTypedSearch(undefined)
    else {
      if (key === 'Tab') return false
      if (key === 'Escape') setTypedSearch(undefined)
      else typeIntoSearch(key)
      return true
    }
  }
  if (key !== '/' || layer !== 'none' || !usePreferences.getState().singleKeys) return false
  if (document.querySelector(POPUPS) !== null) return false
  if (pressShortcut('/')) return true
  if (document.querySelector(COMING) === null) openLayer('palette')
  else setTypedSearch('')
  return true
}
