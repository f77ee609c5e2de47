/**
 * When to audit a run again after it was written. An audit reads the whole run, so auditing a growing run after each
 * write would take quadratic time. All values are in milliseconds.
 */
export type AuditPatience = {
  /** An audited run that has since grown by a tenth is due after this long without a write. */
  readonly quietMs: number
  /** The same for a run that was never audited. */
  readonly firstQuietMs: number
  /** An audited run that grew by less is due after this long without a write. */
  readonly longQuietMs: number
  /**
   * A run that is never quiet is due this long after its last audit (or after it was stored), if its number of writes
   * has doubled since that audit. So the intervals grow with the run, and each event is read twice on average.
   */
  readonly liveMs: number
}

/** For the background loop of a server. */
export const IN_BACKGROUND: AuditPatience = {
  quietMs: 5000,
  firstQuietMs: 5000,
  longQuietMs: 60_000,
  liveMs: 60_000,
}
/** For a requested report: runs that were never audited are audited at once. */
export const ON_REQUEST: AuditPatience = { ...IN_BACKGROUND, firstQuietMs: 0 }
/** Audits every pending run at once. */
export const AT_ONCE: AuditPatience = { quietMs: 0, firstQuietMs: 0, longQuietMs: 0, liveMs: 0 }

/**
 * A run whose audit failed waits one minute, and twice as long after each further failure, so that it does not hold up
 * other runs.
 */
export const RETRY_MS = 60_000
export const RETRY_DOUBLED_MAX = 10

export type AuditState = {
  readonly revision: number
  /**
   * Revision of the last audit; undefined if there is none, or if it must be repeated for a reason other than writes.
   */
  readonly audited: number | undefined
  /** Milliseconds since the last write, and since the last audit or failed audit (or since the run was stored). */
  readonly sinceWrite: number
  readonly sinceAudit: number
  /** Failed audits since the last successful one. */
  readonly failures: number
}

/** The SQL stores implement the same rule, see `IS_DUE`. */
export function isDue(
  { revision, audited, sinceWrite, sinceAudit, failures }: AuditState,
  patience: AuditPatience,
): boolean {
  if (audited === revision) return false
  if (failures > 0 && sinceAudit < RETRY_MS * 2 ** Math.min(failures - 1, RETRY_DOUBLED_MAX)) return false
  if (audited === undefined && sinceWrite >= patience.firstQuietMs) return true
  const known = audited ?? 0
  const hasGrown = revision - known >= Math.floor(known / 10)
  if (sinceWrite >= (hasGrown ? patience.quietMs : patience.longQuietMs)) return true
  return sinceAudit >= patience.liveMs && revision >= 2 * known
}
