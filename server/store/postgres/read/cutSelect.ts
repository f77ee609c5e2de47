import { type Cuts, GRAPH_TEXT_BYTES_MAX, tightened } from '#contract/cuts.ts'
import { cutRow } from '#server/store/read/cutRow.ts'
import * as z from 'zod/mini'

/**
 * A select of the rows of another one, with long texts cut as `cutRow` cuts them, and `cut` saying which;
 * null where none is. The database cuts: `left` and `octet_length` read no more of a long text than they need, and neither
 * the connection nor this process ever holds the whole.
 */
export function cutSelect(names: readonly string[], cuts: Cuts, select: string): string {
  return selectCut(names, cuts, select, ({ most }) => String(most))
}

/**
 * The same for all nodes or edges of a graph, in this order: those are cut tighter that come when the graph has
 * `GRAPH_TEXT_BYTES_MAX` bytes of texts already.
 */
export function cutGraphSelect(names: readonly string[], cuts: Cuts, select: string, order: string): string {
  if (Object.keys(cuts).length === 0) return selectCut(names, cuts, select, ({ most }) => String(most))
  const bytes = boundsOf(cuts).map(({ bytes: own, most, unit }) => {
    // A character has four bytes at most; JSON that is too large is left out, and takes none.
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
  /** How many bytes the whole has, in SQL. */
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

/** `mostOf`: the number of characters or bytes that a field may have, in SQL. */
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
  // Few bytes are few characters, so that nearly all rows are done after the first look.
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

/** The columns of a row of this schema, by their names. */
export const namesOf = (row: { readonly shape: Readonly<Record<string, unknown>> }): readonly string[] =>
  Object.keys(row.shape)

/**
 * A row as `cutSelect` answers with it. On the wire `cut` is there only where something is cut; and `left` counts characters
 * and the contract UTF-16 units, of which there are as many or more, so that the rest is cut here.
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
