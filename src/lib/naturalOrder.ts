/** Digits of a number that are compared as a number; ids of more are compared as they are written. */
const DIGITS = 16

/** Sorts texts as people do: `page 2` before `page 10`. Each text is looked at once, so that tens of thousands take no time. */
export function inNaturalOrder<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, key: textOf(item).replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0')) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item)
}
