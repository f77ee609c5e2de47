import { isApple } from '#src/lib/platform.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isTextPlace, POPUPS } from './isTextPlace.ts'
import { closeLayer, useLayer } from './layerStore.ts'
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
      if (layer === 'palette' && command === 'palette') {
        event.preventDefault()
        closeLayer()
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
