import * as z from 'zod/mini'

const count = z.int().check(z.minimum(0))

/** Maximum number of runs that the figures of `RecentRuns` are computed from. */
export const RECENT_RUNS_MAX = 200

/** Figures of the latest runs by start, at most `RECENT_RUNS_MAX`, by the day of their start. Runs without a start are left out. */
export const RecentRuns = z.strictObject({
  runs: count,
  /** Latest first; days without runs are left out. */
  days: z.readonly(
    z.array(
      z.strictObject({
        /** In UTC, `2026-01-20`. */
        day: z.string(),
        runs: count,
        /** Runs with status `failed` or `error`. */
        failed: count,
        /** Cost of the day's runs in US dollars, as in their summaries; null if none was reported. */
        cost_usd: z.nullable(z.number()),
      }),
    ),
  ),
})
export type RecentRuns = Readonly<z.output<typeof RecentRuns>>
