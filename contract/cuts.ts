import * as z from 'zod/mini'

/**
 * Lists truncate long texts, just as they contain previews of payloads, so that the size of a reply depends on its
 * number of rows, not on their contents. A truncated row says so in `cut`; opening the row returns the full text.
 */

/** For each truncated field, the UTF-8 size of the full value in bytes. Absent if nothing is truncated. */
export const Cut = z.exactOptional(z.record(z.string(), z.int().check(z.minimum(0))))
export type Cut = Readonly<Record<string, number>>

/**
 * A page ends early, with `next_cursor` set, once its JSON reaches this many bytes. It exceeds the limit by one row
 * at most.
 */
export const PAGE_BYTES_MAX = 4 * 1024 * 1024

/**
 * Maximum length of a name in a list, such as an agent, a label or a path, in characters (UTF-16 units, never half of
 * a surrogate pair).
 */
export const NAME_PREVIEW_MAX = 1000
/** Maximum length of a task, in characters. */
export const TASK_PREVIEW_MAX = 2000
/** Maximum length of a message's content, in characters. */
export const CONTENT_PREVIEW_MAX = 4000
/** Maximum length of `error_message`, in characters. */
export const ERROR_PREVIEW_MAX = 2000
/**
 * Maximum size of `meta` as JSON, in bytes. A larger one is replaced by `{}`, because half an object would be
 * misleading.
 */
export const META_PREVIEW_MAX = 16 * 1024
/**
 * Maximum total size of the truncated texts of all nodes of a graph, and likewise of all its edges, in bytes. A graph
 * is not paged, so nodes beyond the limit have only the first `GRAPH_NAME_MAX` characters of each text, and no
 * `meta`.
 */
export const GRAPH_TEXT_BYTES_MAX = 2 * 1024 * 1024
export const GRAPH_NAME_MAX = 40

/**
 * How each field of a row is truncated: to a number of characters, or, for JSON, left out above a number of bytes.
 */
export type Cuts = Readonly<Record<string, { readonly characters: number } | { readonly jsonBytes: number }>>

const name = { characters: NAME_PREVIEW_MAX }
const meta = { jsonBytes: META_PREVIEW_MAX }

export const SESSION_CUTS = { user_id: name, name, meta } as const satisfies Cuts
export const RUN_CUTS = {
  mode: name,
  agent: name,
  model: name,
  task_description: { characters: TASK_PREVIEW_MAX },
  session_name: name,
  meta,
} as const satisfies Cuts
export const NODE_CUTS = { label: name, agent: name, meta } as const satisfies Cuts
/** The tighter limits for nodes and edges of a graph that has reached its total size of texts. */
export const tightened = (cuts: Cuts): Cuts =>
  Object.fromEntries(
    Object.entries(cuts).map(([field, bound]) => [
      field,
      'characters' in bound ? { characters: GRAPH_NAME_MAX } : { jsonBytes: EMPTY_META_BYTES },
    ]),
  )
const EMPTY_META_BYTES = 2
export const EDGE_CUTS = { condition: name } as const satisfies Cuts
export const EVENT_CUTS = {
  agent_name: name,
  model: name,
  error_message: { characters: ERROR_PREVIEW_MAX },
} as const satisfies Cuts
export const FILE_CUTS = { file_path: name, meta } as const satisfies Cuts
export const MESSAGE_CUTS = {
  sender: name,
  recipient: name,
  content: { characters: CONTENT_PREVIEW_MAX },
  meta,
} as const satisfies Cuts
