import type { SearchKind } from '#contract/search.ts'
import { formatCount } from '#src/lib/format.ts'

/** Told where a run has more rows than a search looks through; undefined where all were searched. */
export function searchedPart(
  kind: SearchKind,
  { rows, of }: { readonly rows: number; readonly of: number },
): string | undefined {
  if (rows >= of) return undefined
  return `Only the first ${formatCount(rows)} of ${formatCount(of)} ${kind}s were searched.`
}
