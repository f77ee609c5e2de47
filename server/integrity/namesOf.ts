const NAMES_SHOWN = 5

/** A few of them, then how many more. */
export function namesOf(ids: readonly string[]): string {
  const more = ids.length - NAMES_SHOWN
  return more > 0 ? `${ids.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : ids.join(', ')
}
