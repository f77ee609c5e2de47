import { isApple } from '#src/lib/platform.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { closeLayer, setTyped, useLayer } from './layerStore.ts'
import { perform } from './perform.ts'
import { commandOf, isSingleKey } from './shortcuts.ts'

/** Makes the keys of `SHORTCUTS` do what they stand for. */
export function useShortcuts(): void {
  const client = useQueryClient()
  const navigation = useNavigationStore()
  useEffect(() => {
    let hadPopup = false
    // Before everybody else: who closes something on Escape has removed it by the time that the key comes to `onKeyDown`.
    const lookFirst = () => {
      hadPopup = document.querySelector(POPUPS) !== null
    }
    const onKeyDown = (event: KeyboardEvent) => {
      // Whoever is nearer to the focus has the first word; React's handlers have run by now.
      if (event.defaultPrevented || event.isComposing) return
      const command = commandOf(event, isApple)
      const { layer } = useLayer.getState()
      if (layer === 'palette' && (command === 'palette' || typeAhead(event))) {
        event.preventDefault()
        if (command === 'palette') closeLayer()
        return
      }
      if (command === undefined || layer !== 'none' || hadPopup) return
      const isTyped = isSingleKey(event, isApple)
      if (isTyped && (isTextPlace(event.target) || !usePreferences.getState().singleKeys)) return
      if (perform(command, { client, navigation })) event.preventDefault()
    }
    window.addEventListener('keydown', lookFirst, { capture: true })
    document.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', lookFirst, { capture: true })
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [client, navigation])
}

/** What is modal has the keyboard to itself, and so has an open menu, or what else a button has opened. */
const POPUPS = '[aria-modal="true"], [role="menu"], [aria-haspopup][aria-expanded="true"]'

/** Takes a character that is meant for the palette while its field has yet to come; false for any other key. */
function typeAhead({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  const isInLayer = target instanceof Element && target.closest('[aria-modal="true"]') !== null
  if (isInLayer || key.length !== 1 || ctrlKey || metaKey || altKey) return false
  setTyped(useLayer.getState().typed + key)
  return true
}

const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit'])

/** Where a character means itself: text fields, and lists in which one types the beginning of an option. */
function isTextPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target.isContentEditable || target.closest('textarea, select, [role="listbox"], [role="combobox"]') !== null
}
