const NAMES_SHOWN = 5

/** The first few ids, then the number of the others. */
export function namesOf(ids: readonly string[]): string {
  const more = ids.length - NAMES_SHOWN
  return more > 0 ? `${ids.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : ids.join(', ')
}
