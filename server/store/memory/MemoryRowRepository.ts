import type { RunId } from '#contract/ids.ts'
import type { KeyedRows, RowKeys, RowRepository } from '../ports/rows.ts'
import type { MemoryData } from './memoryData.ts'

export class MemoryRowRepository implements RowRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async findRows(run_id: RunId, keys: RowKeys): Promise<KeyedRows> {
    const { sessions, runs } = this.#data
    const stored = runs.get(run_id)
    const edgeKeys = keys.edges.map(({ from_node_id, to_node_id }) => JSON.stringify([from_node_id, to_node_id]))
    return {
      run: stored?.run,
      writer: this.#data.origins.get(run_id)?.writer,
      sessions: pick(sessions, keys.session_ids),
      nodes: pick(stored?.nodes, keys.node_ids),
      edges: pick(stored?.edges, edgeKeys),
      events: pick(stored?.events, keys.event_ids).map(({ event }) => event),
      files: pick(stored?.files, keys.file_ids).map(({ file }) => file),
      messages: pick(stored?.messages, keys.message_ids),
    }
  }
}

const pick = <Key, Row>(rows: ReadonlyMap<Key, Row> | undefined, keys: readonly Key[]): readonly Row[] =>
  [...new Set(keys)].map((key) => rows?.get(key)).filter((row) => row !== undefined)
