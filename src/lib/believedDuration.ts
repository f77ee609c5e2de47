/** A hundred years. A longer duration is a writer's mistake, and would end at a date that no calendar can represent. */
const DURATION_MAX_MS = 100 * 365.25 * 86_400_000

/** A recorded duration in milliseconds, if a time axis can show it; undefined if it is missing or implausible. */
export const believedDuration = (recorded: number | null): number | undefined =>
  recorded === null || recorded < 0 || recorded > DURATION_MAX_MS ? undefined : recorded
