/** A hundred years. What lasted longer is a writer's mistake, and would end at a moment that no calendar can tell. */
const DURATION_MAX_MS = 100 * 365.25 * 86_400_000

/** A recorded duration in milliseconds as far as a time axis can be drawn from it; undefined for none and for nonsense. */
export const believedDuration = (recorded: number | null): number | undefined =>
  recorded === null || recorded < 0 || recorded > DURATION_MAX_MS ? undefined : recorded
