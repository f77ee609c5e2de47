import type { EventFilter } from '#src/lib/eventFilter.ts'
import type { NodeId } from '#contract/ids.ts'
import { nodeOf, wordOf, type EventTable, type Words } from '../eventTable/eventTable.ts'

/** Maximum length of the search text in characters, as in every search of the app. */
export const FILTER_TEXT_MAX = 200

export const isFiltered = ({ types, subtypes, statuses, agents, nodes, text, only }: EventFilter): boolean =>
  [types, subtypes, statuses, agents, nodes].some((chosen) => chosen.length > 0) || text.trim() !== '' || only !== 'all'

/** 1 for each row of the table that matches the filter. O(rows). */
export function matchingRows(table: EventTable, filter: EventFilter): Uint8Array {
  const matches = new Uint8Array(table.size).fill(1)
  const keep = (column: Words, chosen: readonly (string | null)[]) => {
    if (chosen.length === 0) return
    const isChosen = column.words.map((word) => chosen.includes(word))
    for (let row = 0; row < table.size; row++) if (isChosen[column.at[row] ?? 0] !== true) matches[row] = 0
  }
  keep(table.event_type, filter.types)
  keep(table.event_subtype, filter.subtypes)
  keep(table.status, filter.statuses)
  keep(table.agent_name, filter.agents)
  keep({ words: table.nodes, at: table.node }, filter.nodes)
  if (filter.only === 'errors')
    for (let row = 0; row < table.size; row++) if (table.is_error[row] !== 1) matches[row] = 0
  const text = filter.text.trim()
  if (text !== '') keepText(table, matches, text)
  return matches
}

function keepText(table: EventTable, matches: Uint8Array, text: string): void {
  const pattern = anyCase(text)
  // Each distinct word is tested only once.
  const inWords = (column: Words) =>
    // As recorded, and as a type is displayed.
    column.words.map((word) => word !== null && (pattern.test(word) || pattern.test(word.replaceAll('_', ' '))))
  const agents = inWords(table.agent_name)
  const types = inWords(table.event_type)
  for (let row = 0; row < table.size; row++) {
    if (matches[row] === 0) continue
    const isFound =
      agents[table.agent_name.at[row] ?? 0] === true ||
      types[table.event_type.at[row] ?? 0] === true ||
      pattern.test(table.headline[row] ?? '')
    if (!isFound) matches[row] = 0
  }
}

/** A case-insensitive pattern for ASCII letters, to avoid a lowercase copy of every headline. */
function anyCase(text: string): RegExp {
  const source = text
    .replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
    .replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
  return new RegExp(source)
}

/** A word of a column, and the number of rows with it. */
export type Facet<Word extends string = string> = { readonly word: Word; readonly count: number }

export type EventFacets = {
  readonly types: readonly Facet[]
  readonly subtypes: readonly Facet[]
  readonly statuses: readonly Facet[]
  readonly agents: readonly Facet[]
  readonly nodes: readonly Facet<NodeId>[]
}

/** The words that a table can be filtered by, most frequent first. O(rows). */
export const eventFacets = (table: EventTable): EventFacets => ({
  types: facets(table.event_type),
  subtypes: facets(table.event_subtype),
  statuses: facets(table.status),
  agents: facets(table.agent_name),
  nodes: facets({ words: table.nodes, at: table.node }),
})

function facets<Word extends string>(column: {
  readonly words: readonly (Word | null)[]
  readonly at: Uint32Array
}): readonly Facet<Word>[] {
  const counts = new Uint32Array(column.words.length)
  for (const place of column.at) counts[place] = (counts[place] ?? 0) + 1
  return column.words
    .flatMap((word, place): readonly Facet<Word>[] => {
      const count = counts[place] ?? 0
      // The empty word cannot be chosen, like a missing one: in a link, both mean no filter.
      return word === null || word === '' || count === 0 ? [] : [{ word, count }]
    })
    .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
}

/** The event of a row, with the fields needed to open it. */
export const eventAt = (table: EventTable, row: number) => {
  const event_id = table.event_id[row]
  return event_id === undefined ? undefined : { event_id, node_id: nodeOf(table, row) }
}

/** The row's headline, with a fallback if none was recorded. */
export const headlineOf = (table: EventTable, row: number): string =>
  table.headline[row] || (wordOf(table.event_type, row) ?? 'event').replaceAll('_', ' ')
