import { SEARCH_KINDS, type SearchHit, type SearchKind } from '#contract/search.ts'
import type { RunView, Selection } from '#src/navigation/location.ts'

/** The loaded hits of one kind, from the first, and their total number. */
export type HitList = { readonly kind: SearchKind; readonly hits: readonly SearchHit[]; readonly total: number }

/** Identifies a hit within its search. */
export function hitKey(hit: SearchHit): string {
  switch (hit.kind) {
    case 'node':
      return `node/${hit.node_id}`
    case 'event':
      return `event/${hit.event_id}`
    case 'file':
      return `file/${hit.file_id}`
    case 'message':
      return `message/${hit.message_id}`
  }
}

export type Place = { readonly list: number; readonly index: number }

/** The position of a hit among the loaded ones. */
export function placeOf(lists: readonly HitList[], key: string | undefined): Place | undefined {
  if (key === undefined) return undefined
  const kind = SEARCH_KINDS.find((each) => key.startsWith(`${each}/`))
  const list = lists.findIndex((each) => each.kind === kind)
  const index = lists[list]?.hits.findIndex((hit) => hitKey(hit) === key) ?? -1
  return index < 0 ? undefined : { list, index }
}

export const totalOf = (lists: readonly HitList[]): number => lists.reduce((sum, { total }) => sum + total, 0)

/** "Match 3 of 52": counted from 1 across all kinds, including hits that are not loaded. */
export const numberOf = (lists: readonly HitList[], { list, index }: Place): number =>
  totalOf(lists.slice(0, list)) + index + 1

export type Step =
  | { readonly kind: 'hit'; readonly hit: SearchHit }
  /** The next hit is on a page that has to be loaded first. */
  | { readonly kind: 'load'; readonly of: SearchKind }
  | { readonly kind: 'none' }

/**
 * The next or previous hit across all kinds; without a current one, the first or the last. It wraps around at the
 * end. At the beginning it wraps only if the last hit is loaded, because pages are loaded forwards.
 */
export function stepFrom(lists: readonly HitList[], from: Place | undefined, by: 1 | -1): Step {
  const filled = lists.flatMap((list, at) => (list.hits.length > 0 ? [at] : []))
  const first = filled[0]
  const last = filled.at(-1)
  if (first === undefined || last === undefined) return { kind: 'none' }
  if (from === undefined) return by > 0 ? hitAt(lists, first, 0) : lastOf(lists, last)
  const list = lists[from.list]
  const index = from.index + by
  if (list && index >= 0 && index < list.hits.length) return hitAt(lists, from.list, index)
  if (by > 0) {
    if (list && index < list.total) return { kind: 'load', of: list.kind }
    return hitAt(lists, filled.find((at) => at > from.list) ?? first, 0)
  }
  return lastOf(lists, filled.findLast((at) => at < from.list) ?? last)
}

function hitAt(lists: readonly HitList[], list: number, index: number): Step {
  const hit = lists[list]?.hits[index]
  return hit ? { kind: 'hit', hit } : { kind: 'none' }
}

function lastOf(lists: readonly HitList[], list: number): Step {
  const { hits, total } = lists[list] ?? { hits: [], total: 0 }
  return hits.length < total ? { kind: 'none' } : hitAt(lists, list, hits.length - 1)
}

/**
 * The hit that is currently open, for example from a pasted link: the first of event, file, message and node that is
 * among the hits.
 */
export function openKey(lists: readonly HitList[], selection: Selection, view: RunView): string | undefined {
  if (selection.kind !== 'run' && selection.kind !== 'node') return undefined
  const { files, messages } = selection.viewState
  const open = [
    selection.event_id && `event/${selection.event_id}`,
    view === 'files' && files.file_id && `file/${files.file_id}`,
    view === 'messages' && messages.message_id && `message/${messages.message_id}`,
    selection.kind === 'node' && `node/${selection.ref.node_id}`,
  ]
  return open.find((key): key is string => typeof key === 'string' && placeOf(lists, key) !== undefined)
}
