const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit'])

/** Where characters are typed: text fields, and lists with type-ahead. */
export function isTextPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target.isContentEditable || target.closest('textarea, select, [role="listbox"], [role="combobox"]') !== null
}

/** A modal, an open menu or another popup has the keyboard to itself. */
export const POPUPS = '[aria-modal="true"], [role="menu"], [aria-haspopup][aria-expanded="true"]'
