/**
 * The text typed after `/` while the run's search field is not rendered yet. The field takes it when it mounts. State
 * of the window, not of a run.
 */
let typed: string | undefined

export const isSearchTyped = (): boolean => typed !== undefined

/** Starts, replaces or, with undefined, drops the text. */
export function setTypedSearch(text: string | undefined): void {
  typed = text
}

/** Appends one key: a character, or Backspace. Other named keys do nothing. */
export function typeIntoSearch(key: string): void {
  if (key === 'Backspace') typed = typed?.slice(0, -1)
  else if (key.length === 1) typed = (typed ?? '') + key
}

/** The text for the field, once; undefined if nobody pressed `/`. */
export function takeTypedSearch(): string | undefined {
  const text = typed
  typed = undefined
  return text
}
