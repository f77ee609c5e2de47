import type { DAGNode, Message, RunFile } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { JsonValue } from '#contract/json.ts'
import {
  HIT_TITLE_MAX,
  SEARCH_FIELDS,
  SEARCH_ROWS_MAX,
  type SearchField,
  type SearchHit,
  type SearchKind,
  type Snippet,
} from '#contract/search.ts'
import type { Keyset, PageRequest } from '../ports/page.ts'
import type { SearchRepository, SearchSlice } from '../ports/search.ts'
import { eventStart } from '../prepare/eventTimes.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import { searchedPart, searchForms, snippetAt } from '../read/searchSnippet.ts'
import { compareKeys, eventKey, fileKey, messageKey, nodeKey } from '../order.ts'
import { asciiLower } from './containsText.ts'
import type { MemoryData, MemoryEvent, MemoryRun } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

/** A searchable row: its sort key, its texts, and its hit. */
type Searchable = {
  readonly key: Keyset
  readonly fields: Partial<Readonly<Record<SearchField, string | null>>>
  readonly hit: (field: SearchField, snippet: Snippet) => SearchHit
}

export class MemorySearchRepository implements SearchRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async search(run_id: RunId, kind: SearchKind, q: string, page: PageRequest): Promise<SearchSlice> {
    const run = this.#data.runs.get(run_id)
    const all = (run ? rowsOf(run, kind) : []).toSorted((a, b) => compareKeys(a.key, b.key))
    const searched = all.slice(0, SEARCH_ROWS_MAX)
    const needles = searchForms(q).map(asciiLower)
    const hits = searched.flatMap((row) => {
      const hit = hitIn(row, needles)
      return hit ? [{ key: row.key, hit }] : []
    })
    const slice = pageOfRows(hits, ({ key }) => key, 'ascending', page)
    return {
      ...slice,
      rows: slice.rows.map(({ hit }) => hit),
      searched: { rows: searched.length, of: all.length },
    }
  }
}

/** The first match in the first field that contains a needle. */
function hitIn({ fields, hit }: Searchable, needles: readonly string[]): SearchHit | undefined {
  for (const field of SEARCH_FIELDS) {
    const text = searchedPart(fields[field] ?? '')
    const lowered = asciiLower(text)
    const [first] = needles
      .map((needle) => ({ start: lowered.indexOf(needle), length: needle.length }))
      .filter(({ start }) => start >= 0)
      .sort((a, b) => a.start - b.start)
    if (first) {
      const found = hit(field, snippetAt(text, first.start, first.length))
      return { ...found, title: firstCharacters(found.title, HIT_TITLE_MAX) }
    }
  }
  return undefined
}

function rowsOf(run: MemoryRun, kind: SearchKind): readonly Searchable[] {
  switch (kind) {
    case 'node':
      return [...run.nodes.values()].map(searchableNode)
    case 'event':
      return [...run.events.values()].map(searchableEvent)
    case 'file':
      return [...run.files.values()].map(({ file }) => searchableFile(file))
    case 'message':
      return [...run.messages.values()].map(searchableMessage)
  }
}

function searchableNode(node: DAGNode): Searchable {
  const { run_id, node_id, label, node_type, agent } = node
  const title = /\S/.test(label) ? label : node_id
  return {
    key: nodeKey(node),
    fields: { label, node_id, node_type, agent, meta: jsonText(node.meta) },
    hit: (field, snippet) => ({ kind: 'node', run_id, node_id, title, at: node.started_at, field, snippet }),
  }
}

function searchableEvent({ event, row }: MemoryEvent): Searchable {
  const { run_id, node_id, event_id, headline, is_error } = row
  const { error_message, event_type, agent_name: agent } = event
  const payloads = { inputs: jsonText(event.inputs), outputs: jsonText(event.outputs), meta: jsonText(event.meta) }
  return {
    key: eventKey(event),
    fields: { headline, error_message, agent, ...payloads, event_id, event_type },
    hit: (field, snippet) => ({
      kind: 'event',
      run_id,
      node_id,
      event_id,
      is_error,
      title: headline,
      at: eventStart(event),
      field,
      snippet,
    }),
  }
}

function searchableFile(file: RunFile): Searchable {
  const { run_id, node_id, file_id, file_path, file_type } = file
  return {
    key: fileKey(file),
    fields: { file_path, file_type, meta: jsonText(file.meta) },
    hit: (field, snippet) => ({
      kind: 'file',
      run_id,
      node_id,
      file_id,
      title: file_path,
      at: file.created_at,
      field,
      snippet,
    }),
  }
}

function searchableMessage(message: Message): Searchable {
  const { run_id, node_id, message_id, content, sender, recipient } = message
  const title = [sender, recipient].filter((name) => name !== null && name !== '').join(' → ') || 'Message'
  return {
    key: messageKey(message),
    fields: { content, sender, recipient, meta: jsonText(message.meta) },
    hit: (field, snippet) => ({
      kind: 'message',
      run_id,
      node_id,
      message_id,
      title,
      at: message.timestamp,
      field,
      snippet,
    }),
  }
}

const jsonText = (value: JsonValue | null): string | null => (value === null ? null : JSON.stringify(value))
