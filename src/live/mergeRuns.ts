import type { Page } from '#contract/scoped.ts'
import type { RunRow } from '#contract/summaries.ts'
import type { InfiniteData } from '@tanstack/react-query'

export type RunPages = InfiniteData<Page<unknown, RunRow>, string | undefined>

/** Updates the rows of run pages in place. Returns the same pages if none changed. */
export function mergeRuns<Pages extends RunPages>(data: Pages, rows: readonly RunRow[]): Pages {
  const now = new Map(rows.map((row) => [row.run_id, row]))
  if (!data.pages.some((page) => page.items.some(({ run_id }) => now.has(run_id)))) return data
  const pages = data.pages.map((page) =>
    page.items.some(({ run_id }) => now.has(run_id))
      ? { ...page, items: page.items.map((row) => now.get(row.run_id) ?? row) }
      : page,
  )
  return { ...data, pages }
}

/**
 * The runs among `rows` that these pages would contain if refetched: runs that are missing from them and did not
 * start before the last row. Older ones are on pages that are not loaded.
 */
export function newRunsIn({ pages }: RunPages, rows: readonly RunRow[]): readonly RunRow[] {
  const seen = new Set(pages.flatMap((page) => page.items.map(({ run_id }) => run_id)))
  const last = pages.at(-1)
  const oldest = last?.next_cursor == null ? null : (last.items.at(-1)?.started_at ?? null)
  return rows.filter(
    ({ run_id, started_at }) => !seen.has(run_id) && (oldest === null || (started_at !== null && started_at >= oldest)),
  )
}
