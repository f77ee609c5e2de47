/**
 * Activates the element that declares the key with `aria-keyshortcuts`: focuses a field, clicks a button. This way a
 * feature offers a key through its own button, without coupling. Returns false if no element declares the key, or it
 * is disabled.
 */
export function pressShortcut(chord: string): boolean {
  const element = document.querySelector<HTMLElement>(`[aria-keyshortcuts~="${CSS.escape(chord)}"]`)
  if (!element || element.matches(':disabled')) return false
  if (element instanceof HTMLInputElement) {
    element.focus()
    element.select()
  } else element.click()
  return true
}
