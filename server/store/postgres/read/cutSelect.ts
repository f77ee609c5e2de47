import { type Cuts, GRAPH_TEXT_BYTES_MAX, tightened } from '#contract/cuts.ts'
import { cutRow } from '#server/store/read/cutRow.ts'
import * as z from 'zod/mini'

/**
 * Wraps a select so that long texts are cut as by `cutRow`, with `cut` naming them (null if nothing is cut). Cutting
 * happens in the database: `left` and `octet_length` read no more of a long text than needed, and neither the
 * connection nor this process holds the whole text.
 */
export function cutSelect(names: readonly string[], cuts: Cuts, select: string): string {
  return selectCut(names, cuts, select, ({ most }) => String(most))
}

/**
 * The same for all nodes or edges of a graph, in this order: once the graph has `GRAPH_TEXT_BYTES_MAX` bytes of texts,
 * the rest are cut shorter.
 */
export function cutGraphSelect(names: readonly string[], cuts: Cuts, select: string, order: string): string {
  if (Object.keys(cuts).length === 0) return selectCut(names, cuts, select, ({ most }) => String(most))
  const bytes = boundsOf(cuts).map(({ bytes: own, most, unit }) => {
    // A character has at most four bytes. JSON that is too large is omitted and takes none.
    return unit === 'characters'
      ? `least(coalesce(${own}, 0), ${4 * most})`
      : `case when ${own} <= ${most} then ${own} else 0 end`
  })
  const weighed = `select *, sum(${bytes.join(' + ')}) over (order by ${order}) > ${GRAPH_TEXT_BYTES_MAX} as is_tight
    from (${select}) uncut`
  const tight = tightened(cuts)
  const most = ({ name, most: usual }: Bound) => {
    const [bound] = boundsOf({ [name]: tight[name] ?? { characters: usual } })
    return `case when uncut.is_tight then ${bound?.most ?? usual} else ${usual} end`
  }
  return selectCut(names, cuts, weighed, most)
}

type Bound = {
  readonly name: string
  readonly column: string
  /** SQL for the length of the uncut value in bytes. */
  readonly bytes: string
  readonly unit: 'characters' | 'jsonBytes'
  readonly most: number
}

const boundsOf = (cuts: Cuts): readonly Bound[] =>
  Object.entries(cuts).map(([name, bound]) => {
    const column = `uncut."${name}"`
    return 'characters' in bound
      ? { name, column, bytes: `octet_length(${column})`, unit: 'characters', most: bound.characters }
      : { name, column, bytes: `octet_length(${column}::text)`, unit: 'jsonBytes', most: bound.jsonBytes }
  })

/** `mostOf`: SQL for the maximum characters or bytes of a field. */
function selectCut(names: readonly string[], cuts: Cuts, select: string, mostOf: (bound: Bound) => string): string {
  const bounds = new Map(boundsOf(cuts).map((bound) => [bound.name, bound]))
  const columns = names
    .filter((name) => name !== 'cut')
    .map((name) => {
      const bound = bounds.get(name)
      return bound ? `${cutColumn(bound, mostOf(bound))} as "${name}"` : `uncut."${name}"`
    })
  return `select ${[...columns, ...cutList([...bounds.values()], mostOf)].join(', ')} from (${select}) uncut`
}

const cutColumn = ({ column, bytes, unit }: Bound, most: string): string =>
  unit === 'characters' ? `left(${column}, ${most})` : `case when ${bytes} > ${most} then json '{}' else ${column} end`

function cutList(bounds: readonly Bound[], mostOf: (bound: Bound) => string): readonly string[] {
  if (bounds.length === 0) return []
  // Few bytes means few characters, so nearly all rows pass this cheap first check.
  const mayBeCut = bounds.map((bound) => `${bound.bytes} > ${mostOf(bound)}`)
  const cut = bounds.map((bound) => {
    const { name, column, bytes, unit } = bound
    const most = mostOf(bound)
    const kept = unit === 'characters' ? `octet_length(left(${column}, ${most}))` : most
    return `'${name}', case when ${bytes} > ${kept} then ${bytes} end`
  })
  return [
    `case when ${mayBeCut.join(' or ')}
      then nullif(json_strip_nulls(json_build_object(${cut.join(', ')}))::text, '{}')::json end as cut`,
  ]
}

/** The column names of a row schema. */
export const namesOf = (row: { readonly shape: Readonly<Record<string, unknown>> }): readonly string[] =>
  Object.keys(row.shape)

/**
 * Parses a row from `cutSelect`. On the wire, `cut` is present only if something is cut. `left` counts characters and
 * the contract UTF-16 units, of which there are at least as many, so the rest is cut here.
 */
export const cutting = <Row extends z.core.$ZodType>(row: Row, cuts: Cuts) => {
  const ofTexts = Object.fromEntries(Object.entries(cuts).filter(([, bound]) => 'characters' in bound))
  return z.pipe(
    z.transform((given) =>
      typeof given === 'object' && given !== null ? cutRow(withoutNullCut(given), ofTexts) : given,
    ),
    row,
  )
}

function withoutNullCut(row: { readonly cut?: unknown }): object {
  if (row.cut !== null) return row
  const { cut: _, ...rest } = row
  return rest
}
