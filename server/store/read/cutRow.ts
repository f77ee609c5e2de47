import { type Cut, type Cuts, GRAPH_TEXT_BYTES_MAX, tightened } from '#contract/cuts.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { clip } from '../prepare/payload.ts'

/**
 * A row as it appears in a list: long texts are cut, and `cut` names them. Also accepts a row that a database has
 * already cut to almost this length.
 */
export function cutRow<Row extends object>(row: Row, cuts: Cuts): Row & { readonly cut?: Cut } {
  const cut: Record<string, number> = { ...known(row) }
  const changed: Record<string, unknown> = {}
  for (const [field, bound] of Object.entries(cuts)) {
    const value: unknown = Reflect.get(row, field)
    if (value === null || value === undefined) continue
    if ('jsonBytes' in bound) {
      const bytes = utf8Length(JSON.stringify(value))
      if (bytes <= bound.jsonBytes) continue
      changed[field] = {}
      cut[field] = bytes
    } else if (typeof value === 'string') {
      const beginning = clip(value, bound.characters)
      if (beginning.length === value.length) continue
      changed[field] = beginning
      cut[field] ??= utf8Length(value)
    }
  }
  return Object.keys(cut).length === 0 ? row : { ...row, ...changed, cut }
}

const known = (row: { readonly cut?: Cut }): Cut | undefined => row.cut

/**
 * All nodes or edges of a graph, in their order. Once their texts reach `GRAPH_TEXT_BYTES_MAX` bytes in total, the rest
 * are cut shorter.
 */
export function cutGraph<Row extends object>(
  rows: readonly Row[],
  cuts: Cuts,
): readonly (Row & { readonly cut?: Cut })[] {
  const tight = tightened(cuts)
  let bytes = 0
  return rows.map((row) => {
    for (const [field, bound] of Object.entries(cuts)) bytes += weightOf(Reflect.get(row, field), bound)
    return cutRow(row, bytes > GRAPH_TEXT_BYTES_MAX ? tight : cuts)
  })
}

function weightOf(value: unknown, bound: Cuts[string]): number {
  if (value === null || value === undefined) return 0
  if ('characters' in bound) return typeof value === 'string' ? Math.min(utf8Length(value), 4 * bound.characters) : 0
  const bytes = utf8Length(JSON.stringify(value))
  return bytes <= bound.jsonBytes ? bytes : 0
}
