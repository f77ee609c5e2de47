/** About as many characters as a card has room for. */
const ROOM = 22
const SEPARATORS = /[./:>|]+/

/**
 * A qualified name without its beginning, which is the same for many, where the whole finds no room: `…STAR_ALIGN` of
 * `RNASEQ:QUANTIFY:STAR_ALIGN`. Its last part is always there.
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
