import { isApple } from '#src/lib/platform.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { closeLayer, useLayer } from './layerStore.ts'
import { perform } from './perform.ts'
import { commandOf, isSingleKey } from './shortcuts.ts'

/** Makes the keys of `SHORTCUTS` do what they stand for. */
export function useShortcuts(): void {
  const client = useQueryClient()
  const navigation = useNavigationStore()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Whoever is nearer to the focus has the first word; React's handlers have run by now.
      if (event.defaultPrevented || event.isComposing) return
      const command = commandOf(event, isApple)
      if (command === undefined) return
      if (command === 'palette' && useLayer.getState().layer === 'palette') {
        event.preventDefault()
        closeLayer()
        return
      }
      const isTyped = isSingleKey(event, isApple)
      if (isTyped && (isTextPlace(event.target) || !usePreferences.getState().singleKeys)) return
      // What is modal has the keyboard to itself, and so has an open menu.
      if (document.querySelector('[aria-modal="true"], [role="menu"]')) return
      if (perform(command, { client, navigation })) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [client, navigation])
}

const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit'])

/** Where a character means itself: text fields, and lists in which one types the beginning of an option. */
function isTextPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target.isContentEditable || target.closest('textarea, select, [role="listbox"], [role="combobox"]') !== null
}
