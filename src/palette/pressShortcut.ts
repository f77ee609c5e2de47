/**
 * Does what a press on the element does that declares the key by `aria-keyshortcuts`: a field takes the focus, a button is
 * clicked. So a feature offers a key by its own button, and nothing must know of the other. False where nothing on the page
 * declares it, or it cannot be used now.
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
