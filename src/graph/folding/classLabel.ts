const PARTS = /\p{Nd}+|\p{L}+|[^\p{L}\p{Nd}]/gu
const LOOSE_END = /[\s_\-.:/,#×([]*…[\s_\-.:/,×)\]]*$/u
/**
 * How many names are compared for their common parts: the first ones are as good as all, and a class may have 50,000.
 */
const NAMES_READ = 64

/**
 * One name for nodes of one kind: what their names have in common, with `…` where they differ, without a differing end.
 * `page 1` and `page 12` give `page`; `chr1.vcf` and `chr21.vcf` give `chr….vcf`.
 */
export function classLabel(names: readonly string[]): string {
  const [first = '', ...others] = [...new Set(names.slice(0, NAMES_READ))]
  if (others.length === 0) return first
  const parts = first.match(PARTS) ?? []
  const common = others.reduce<readonly (string | undefined)[]>((kept, name) => {
    const theirs = name.match(PARTS) ?? []
    return theirs.length === kept.length
      ? kept.map((part, at) => (part === theirs[at] ? part : undefined))
      : commonEnds(kept, theirs)
  }, parts)
  const label = common
    .map((part) => part ?? '…')
    .join('')
    .replace(/…+/gu, '…')
  const trimmed = label.replace(LOOSE_END, '')
  return trimmed === '' ? first : trimmed
}

/** If the number of parts differs, only the beginning and the end can be compared. */
function commonEnds(kept: readonly (string | undefined)[], theirs: readonly string[]): readonly (string | undefined)[] {
  const most = Math.min(kept.length, theirs.length)
  let start = 0
  while (start < most && kept[start] === theirs[start]) start++
  let end = 0
  while (end < most - start && kept.at(-1 - end) === theirs.at(-1 - end)) end++
  return [...kept.slice(0, start), undefined, ...kept.slice(kept.length - end)]
}

const SEPARATORS = /[./:>|]+/

/** The parts of a qualified name, such as `ALIGN:SORT`; empty if the name contains spaces. */
export const nameParts = (label: string): readonly string[] =>
  /\s/.test(label) ? [] : label.split(SEPARATORS).filter((part) => part !== '')

/** The last part of a qualified name. */
export const lastPart = (label: string): string => nameParts(label).at(-1) ?? label
