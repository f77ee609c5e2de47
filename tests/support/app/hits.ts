import { SearchHit } from '#contract/search.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import type { HitList } from '#src/search/matches.ts'
import * as z from 'zod/mini'

/** A hit of any kind, found in its title. */
export function aHit(kind: SearchHit['kind'], id: string, node_id: string | null = 'step_1'): SearchHit {
  const extra = kind === 'event' ? { is_error: false } : {}
  return z.parse(SearchHit, {
    kind,
    run_id: BLUE,
    title: id,
    at: null,
    field: 'headline',
    snippet: { before: '', match: id, after: '' },
    ...extra,
    node_id,
    // Last, for a node's own id is the id of its hit.
    [`${kind}_id`]: id,
  })
}

/** Hits of each kind by id, with totals where not all are loaded. */
export function hitLists(
  ids: Readonly<Partial<Record<SearchHit['kind'], readonly string[]>>>,
  totals: Readonly<Partial<Record<SearchHit['kind'], number>>> = {},
): readonly HitList[] {
  return (['node', 'event', 'file', 'message'] as const).map((kind) => {
    const hits = (ids[kind] ?? []).map((id) => aHit(kind, id))
    return { kind, hits, total: totals[kind] ?? hits.length }
  })
}
