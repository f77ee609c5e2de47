import type { SearchKind } from '#contract/search.ts'
import { formatCount } from '#src/lib/format.ts'

/** A note if a run has more rows than a search scans; undefined if all were searched. */
export function searchedPart(
  kind: SearchKind,
  { rows, of }: { readonly rows: number; readonly of: number },
): string | undefined {
  if (rows >= of) return undefined
  return `Only the first ${formatCount(rows)} of ${formatCount(of)} ${kind}s were searched.`
}
