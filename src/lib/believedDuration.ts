import { DURATION_MAX_MS } from '#contract/timestamps.ts'

/** A recorded duration in milliseconds, if a time axis can show it; undefined if it is missing or implausible. */
export const believedDuration = (recorded: number | null): number | undefined =>
  recorded === null || recorded < 0 || recorded > DURATION_MAX_MS ? undefined : recorded
