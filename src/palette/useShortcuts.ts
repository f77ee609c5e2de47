import { isApple } from '#src/lib/platform.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { typeAhead } from '#src/lib/typedAhead.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { closeLayer, setTyped, useLayer } from './layerStore.ts'
import { perform } from './perform.ts'
import { commandOf, isSingleKey } from './shortcuts.ts'

/** Installs the handlers for the keys of `SHORTCUTS`. */
export function useShortcuts(): void {
  const client = useQueryClient()
  const navigation = useNavigationStore()
  useEffect(() => {
    let hadPopup = false
    // Captured before all other handlers: a component that closes something on Escape has removed it before
    // `onKeyDown` runs.
    const lookFirst = () => {
      hadPopup = document.querySelector(POPUPS) !== null
    }
    const onKeyDown = (event: KeyboardEvent) => {
      // Handlers closer to the focus take precedence; React's handlers have run by now.
      if (event.defaultPrevented || event.isComposing) return
      const command = commandOf(event, isApple)
      const { layer } = useLayer.getState()
      if (layer === 'palette' && (command === 'palette' || typeIntoPalette(event))) {
        event.preventDefault()
        if (command === 'palette') closeLayer()
        return
      }
      if (layer === 'none' && isText(event) && typeAhead(event.key)) {
        event.preventDefault()
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

/** A modal, an open menu or another popup has the keyboard to itself. */
const POPUPS = '[aria-modal="true"], [role="menu"], [aria-haspopup][aria-expanded="true"]'

/** Stores a character meant for the palette while its field is not yet rendered; false for any other key. */
function typeIntoPalette({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  const isInLayer = target instanceof Element && target.closest('[aria-modal="true"]') !== null
  if (isInLayer || key.length !== 1 || ctrlKey || metaKey || altKey) return false
  setTyped(useLayer.getState().typed + key)
  return true
}

/** A key without modifiers that is pressed outside of text fields. */
const isText = ({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && !isTextPlace(target)

const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit'])

/** Where characters are typed: text fields, and lists with type-ahead. */
function isTextPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target.isContentEditable || target.closest('textarea, select, [role="listbox"], [role="combobox"]') !== null
}
