import * as z from 'zod/mini'

/**
 * Rows of lists hold the beginnings of long texts, as they hold previews of payloads, so that the size of a reply depends
 * on its number of rows and not on what somebody wrote into them. A row that holds less than is stored says so in `cut`;
 * whoever opens the row gets the whole.
 */

/** For each field of the row that is cut, how many bytes of UTF-8 the whole has. Absent where nothing is cut. */
export const Cut = z.exactOptional(z.record(z.string(), z.int().check(z.minimum(0))))
export type Cut = Readonly<Record<string, number>>

/** Bytes of JSON after which a page of a list ends early, with `next_cursor` set: it holds at most one row more than fits. */
export const PAGE_BYTES_MAX = 4 * 1024 * 1024

/** Characters (UTF-16 units, never half of a pair) of a name, such as an agent, a label or a path, that a row of a list holds at most. */
export const NAME_PREVIEW_MAX = 1000
/** Characters of a task. */
export const TASK_PREVIEW_MAX = 2000
/** Characters of the content of a message. */
export const CONTENT_PREVIEW_MAX = 4000
/** Characters of `error_message`. */
export const ERROR_PREVIEW_MAX = 2000
/** Bytes of `meta` as JSON. One that is larger is left out whole, and is `{}`: half an object says something else. */
export const META_PREVIEW_MAX = 16 * 1024
/**
 * Bytes of the cut texts of all nodes of a graph together, and of all its edges. A graph is not paged, so that the nodes
 * beyond it have only the first `GRAPH_NAME_MAX` characters of each, and no `meta`.
 */
export const GRAPH_TEXT_BYTES_MAX = 2 * 1024 * 1024
export const GRAPH_NAME_MAX = 40

/** The fields of a row that are cut: to so many characters, or left out where they are JSON of more than so many bytes. */
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
/** Of the nodes and edges of a graph that already has its bytes of texts. */
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
