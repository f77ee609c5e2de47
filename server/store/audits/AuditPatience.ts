/**
 * When a run that was written since its audit is audited anew. An audit reads the whole run, so that one after each write
 * of a run that goes on would take time in proportion to the square of its length. All in milliseconds.
 */
export type AuditPatience = {
  /** A run that was audited before and grew by a tenth since is due when nothing was written for this long. */
  readonly quietMs: number
  /** The same for a run that was never audited. */
  readonly firstQuietMs: number
  /** One that grew by less is due when nothing was written for this long. */
  readonly longQuietMs: number
  /**
   * One that is never quiet is due this long after its last audit, or after it was stored, if it was written twice as often
   * as at that audit: so the pauses grow with the run, and each of its events is read twice on average.
   */
  readonly liveMs: number
}

/** For the loop of a server. */
export const IN_BACKGROUND: AuditPatience = {
  quietMs: 5000,
  firstQuietMs: 5000,
  longQuietMs: 60_000,
  liveMs: 60_000,
}
/** For somebody who asks for the report: what nobody looked through yet is looked through at once. */
export const ON_REQUEST: AuditPatience = { ...IN_BACKGROUND, firstQuietMs: 0 }
/** For whoever wants all audits as of now. */
export const AT_ONCE: AuditPatience = { quietMs: 0, firstQuietMs: 0, longQuietMs: 0, liveMs: 0 }

/** A run of which no audit could be made waits a minute, and each time twice as long: it must not keep others from theirs. */
export const RETRY_MS = 60_000
export const RETRY_DOUBLED_MAX = 10

export type AuditState = {
  readonly revision: number
  /** Of the last audit; undefined where there is none, or where it has to be made anew for another reason than writes. */
  readonly audited: number | undefined
  /** Milliseconds since the run was written last, and since it was audited last, or an audit failed, or it was stored. */
  readonly sinceWrite: number
  readonly sinceAudit: number
  /** Audits that failed since the last one that did not. */
  readonly failures: number
}

/** The databases decide the same in SQL. */
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
