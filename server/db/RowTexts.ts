import { wholeText } from '#server/services/deriveEvent.ts'
import type { PreparedRows } from '#server/services/prepareBundle.ts'

/** The rows of a run, each as one text under its key within the run. */
export type RowTexts = { readonly [Kind in keyof PreparedRows]: ReadonlyMap<string, string> }

export const rowTexts = ({ nodes, edges, events, files, messages }: PreparedRows): RowTexts => ({
  nodes: new Map(nodes.map((row) => [row.node_id, JSON.stringify(row)])),
  edges: new Map(edges.map((row) => [JSON.stringify([row.from_node_id, row.to_node_id]), JSON.stringify(row)])),
  events: new Map(events.map(({ event, texts }) => [event.event_id, wholeText(texts)])),
  // The hash in it stands for the content.
  files: new Map(files.map(({ file }) => [file.file_id, JSON.stringify(file)])),
  messages: new Map(messages.map((row) => [row.message_id, JSON.stringify(row)])),
})

/** How rows differ from those that are stored. */
export type RowComparison = {
  readonly texts: RowTexts
  /** Those of the rows that are not stored as they are. */
  readonly differing: PreparedRows
  /** Whether rows are stored whose keys none of these has. */
  readonly hasOthers: boolean
}

export function compareRows(rows: PreparedRows, stored: RowTexts): RowComparison {
  const texts = rowTexts(rows)
  return {
    texts,
    differing: {
      nodes: differing(rows.nodes, texts.nodes, stored.nodes),
      edges: differing(rows.edges, texts.edges, stored.edges),
      events: differing(rows.events, texts.events, stored.events),
      files: differing(rows.files, texts.files, stored.files),
      messages: differing(rows.messages, texts.messages, stored.messages),
    },
    hasOthers:
      hasOthers(texts.nodes, stored.nodes) ||
      hasOthers(texts.edges, stored.edges) ||
      hasOthers(texts.events, stored.events) ||
      hasOthers(texts.files, stored.files) ||
      hasOthers(texts.messages, stored.messages),
  }
}

type Texts = ReadonlyMap<string, string>

/** `texts` are in the order of the rows, for no two of these have one key. */
function differing<Row>(rows: readonly Row[], texts: Texts, stored: Texts): readonly Row[] {
  const isOther = [...texts].map(([key, text]) => stored.get(key) !== text)
  return rows.filter((_, index) => isOther[index])
}

const hasOthers = (texts: Texts, stored: Texts): boolean => [...stored.keys()].some((key) => !texts.has(key))
