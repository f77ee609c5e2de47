import type { Steps } from '#server/lib/Pace.ts'
import { wholeText } from '#server/store/prepare/deriveEvent.ts'
import type { PreparedRows } from '#server/store/prepare/prepareBundle.ts'

/** The rows of a run, each as one text, by key within the run. */
export type RowFingerprints = { readonly [Kind in keyof PreparedRows]: ReadonlyMap<string, string> }

export function* rowTexts({ nodes, edges, events, files, messages }: PreparedRows): Steps<RowFingerprints> {
  return {
    nodes: yield* textsOf(nodes, (row) => [row.node_id, JSON.stringify(row)]),
    edges: yield* textsOf(edges, (row) => [JSON.stringify([row.from_node_id, row.to_node_id]), JSON.stringify(row)]),
    events: yield* textsOf(events, ({ event, texts }) => [event.event_id, wholeText(texts)]),
    // The hash in the row stands for the content.
    files: yield* textsOf(files, ({ file }) => [file.file_id, JSON.stringify(file)]),
    messages: yield* textsOf(messages, (row) => [row.message_id, JSON.stringify(row)]),
  }
}

function* textsOf<Row>(rows: readonly Row[], textOf: (row: Row) => readonly [string, string]): Steps<Texts> {
  const texts = new Map<string, string>()
  for (const row of rows) {
    texts.set(...textOf(row))
    yield
  }
  return texts
}

/** How rows differ from the stored ones. */
export type RowComparison = {
  readonly texts: RowFingerprints
  /** The rows that are new or differ from what is stored. */
  readonly differing: PreparedRows
  /** Whether rows with other keys are stored as well. */
  readonly hasOthers: boolean
}

export function* compareRows(rows: PreparedRows, stored: RowFingerprints): Steps<RowComparison> {
  const texts = yield* rowTexts(rows)
  return {
    texts,
    differing: {
      nodes: yield* differing(rows.nodes, texts.nodes, stored.nodes),
      edges: yield* differing(rows.edges, texts.edges, stored.edges),
      events: yield* differing(rows.events, texts.events, stored.events),
      files: yield* differing(rows.files, texts.files, stored.files),
      messages: yield* differing(rows.messages, texts.messages, stored.messages),
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

/** `texts` has the order of `rows`, because no two rows have the same key. */
function* differing<Row>(rows: readonly Row[], texts: Texts, stored: Texts): Steps<readonly Row[]> {
  const others: Row[] = []
  let index = 0
  for (const [key, text] of texts) {
    const row = rows[index++]
    if (row !== undefined && stored.get(key) !== text) others.push(row)
    yield
  }
  return others
}

function hasOthers(texts: Texts, stored: Texts): boolean {
  for (const key of stored.keys()) if (!texts.has(key)) return true
  return false
}
