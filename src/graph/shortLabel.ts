/** Approximate number of characters that fit on a card. */
const ROOM = 22
const SEPARATORS = /[./:>|]+/

/**
 * Shortens a qualified name that does not fit by dropping its beginning, which many names share: `…STAR_ALIGN` for
 * `RNASEQ:QUANTIFY:STAR_ALIGN`. The last part is always kept.
 */
export function shortLabel(label: string): string {
  if (label.length <= ROOM || /\s/.test(label)) return label
  const parts = label.split(SEPARATORS).filter((part) => part !== '')
  const [last, ...others] = parts.toReversed()
  if (last === undefined || others.length === 0 || !label.endsWith(last)) return label
  let short = last
  for (const part of others) {
    const longer = label.slice(label.lastIndexOf(part, label.length - short.length - 1))
    if (longer.length > ROOM) break
    short = longer
  }
  return `…${short}`
}
